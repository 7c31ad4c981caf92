import type { Context } from 'moleculer';
import type { ActionName, Caller, ParamsOf } from '../../platform/actions.ts';
import type { RootView } from '../../platform/case-actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import type { ActionMap } from '../cases.service.ts';
import { addSignal } from '../case/add-signal.ts';
import { leave } from '../case/leaving.ts';
import { openCase } from '../case/open-case.ts';
import { modelDifferences, moveModel } from '../case/model-moves.ts';
import { searchRoots } from '../search/search.ts';
import { judgeLikeness } from '../signal/judge-likeness.ts';
import { likenessesOf } from '../signal/likenesses.ts';
import { submitSignal } from '../signal/submit-signal.ts';
import { takeInSignal } from '../signal/take-in-signal.ts';
import { actOnRoot } from './act-on-root.ts';
import { addSubject, changeSubjectRole, join } from './additions.ts';
import { chronologyOf } from './chronology.ts';
import { declineProposal } from './decline-proposal.ts';
import { listRoots } from './root-list.ts';
import { viewOf } from './root-view.ts';
import { standingOf } from './standing.ts';

/** What the room answers about signals and cases. */
export const createRootActions = (tools: ProcessTools): ActionMap => ({
  ...changingActions(tools),
  ...readingActions(tools),
  takeInSignal: ({ params }: Context<ParamsOf<'cases.takeInSignal'>>) => takeInSignal(tools, params),
  standing: ({ params }: Context<ParamsOf<'cases.standing'>>) => standingOf(tools, params),
});

type Of<Name extends ActionName> = (
  tools: ProcessTools,
  viewer: Viewer,
  params: ParamsOf<Name>,
) => Promise<ProcessRecord>;

/** What a person does to one signal or case; they are shown what it became. */
function changingActions(tools: ProcessTools): ActionMap {
  const changing =
    <Params extends { readonly caller: Caller }>(
      change: (tools: ProcessTools, viewer: Viewer, params: Params) => Promise<ProcessRecord>,
    ) =>
    async ({ params }: Context<Params>): Promise<RootView> => {
      const viewer = await meetViewer(tools.call, params.caller);
      return viewOf(tools, viewer, await change(tools, viewer, params));
    };
  const submit: Of<'cases.submitSignal'> = (_tools, viewer, { draft }) => submitSignal(tools, viewer, draft);
  const open: Of<'cases.openCase'> = (_tools, viewer, { draft }) => openCase(tools, viewer, draft);
  const get: Of<'cases.getRoot'> = ({ desk }, viewer, { kind, id }) => desk.get(viewer, kind, id);
  const judge: Of<'cases.judgeLikeness'> = judgeLikeness;
  return {
    submitSignal: changing(submit),
    openCase: changing(open),
    getRoot: changing(get),
    actOnRoot: changing(actOnRoot),
    declineProposal: changing(declineProposal),
    addSubject: changing(addSubject),
    changeSubjectRole: changing(changeSubjectRole),
    join: changing(join),
    addSignal: changing(addSignal),
    judgeLikeness: changing(judge),
    leave: async ({ params }: Context<ParamsOf<'cases.leave'>>) =>
      leave(tools, await meetViewer(tools.call, params.caller), params),
    moveModel: async ({ params }: Context<ParamsOf<'cases.moveModel'>>) => {
      const viewer = await meetViewer(tools.call, params.caller);
      const { record, differences } = await moveModel(tools, viewer, params);
      return { case: await viewOf(tools, viewer, record), differences };
    },
  };
}

/** What a person looks up. */
function readingActions(tools: ProcessTools): ActionMap {
  const { desk } = tools;
  const reading =
    <Params extends { readonly caller: Caller }, Result>(read: (viewer: Viewer, params: Params) => Promise<Result>) =>
    async ({ params }: Context<Params>): Promise<Result> =>
      read(await meetViewer(tools.call, params.caller), params);
  return {
    listRoots: reading((viewer, params: ParamsOf<'cases.listRoots'>) => listRoots(desk, viewer, params)),
    search: reading((viewer, { search }: ParamsOf<'cases.search'>) => searchRoots(tools, viewer, search)),
    chronology: reading(async (viewer, { kind, id, page }: ParamsOf<'cases.chronology'>) =>
      chronologyOf(desk, viewer, { record: await desk.get(viewer, kind, id), page }),
    ),
    findLikenesses: reading(async (viewer, { id }: ParamsOf<'cases.findLikenesses'>) =>
      likenessesOf(tools, viewer, await desk.get(viewer, 'signal', id)),
    ),
    modelDifferences: reading((viewer, params: ParamsOf<'cases.modelDifferences'>) =>
      modelDifferences(tools, viewer, params),
    ),
  };
}
