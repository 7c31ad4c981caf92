import { KoppelError } from '@koppel/contract';
import { rolesOf, type Capacity } from '@koppel/process';
import { v7 as uuidv7 } from 'uuid';
import type { EscalationStep } from '../../platform/escalation-actions.ts';
import type { ParamsOf, ResultOf } from '../../platform/actions.ts';
import type { Body } from '../../platform/body.schema.ts';
import { addTo, withoutVersions } from '../../platform/process/additions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { isRetentionOver } from '../../platform/process/process-record.ts';
import { textIn } from '../../platform/process/text-in.ts';
import type { Change, Commit } from '../../platform/process/process-writer.ts';
import { firstOf, requireVersion } from '../../platform/process/seen.ts';
import { actorAt, doerOf, meetViewer, type Viewer } from '../../platform/process/viewer.ts';
import { getOpenRoot } from '../item/get-open-root.ts';
import { longestClock } from '../meeting/conference-rules.ts';
import { decided, opening, passedOn, toldToCase, type Decided } from './escalation-events.ts';
import { chosenOf, decidersOf, requireDecider, requireNextLevel, stepToEscalate } from './escalation-rules.ts';
import { getSeated } from './seats.ts';
import { findWayBack, saveWayBack, type WayBack } from './way-back.store.ts';

interface Decider {
  readonly viewer: Viewer;
  readonly record: ProcessRecord;
  readonly body: Body;
  readonly capacity: Capacity;
}

/** The levels connected: a question goes up without the case, and the decision comes back to it. */
export class Escalations {
  readonly #tools: ProcessTools;

  constructor(tools: ProcessTools) {
    this.#tools = tools;
  }

  /** By whoever answers for a step that can be done now, to the body above that of the case. */
  async ask({ caller, case: id, draft, revision }: ParamsOf<'cases.escalate'>): Promise<ResultOf<'cases.escalate'>> {
    const viewer = await meetViewer(this.#tools.call, caller);
    return addTo(revision, async () => {
      const { root: record, model, standing } = await getOpenRoot(this.#tools, viewer, { kind: 'case', id });
      requireVersion(record, revision);
      if (!record.isOpen) throw new KoppelError('process.closed');
      const { step, capacity } = stepToEscalate(standing, actorAt(viewer, record), draft.step);
      const to = requireNextLevel(model, await this.#bodyOf(record), await this.#findBody(draft.to));
      const deciders = decidersOf(model, step.id, to.level);
      const { question, options } = draft;
      const escalation = uuidv7();
      const retention = longestClock(model, this.#tools.clock.now());
      const plan = { id: escalation, to, model: record.model, retention, step: step.id, deciders, question, options };
      const facts = { escalation, body: to.id, step: step.id };
      const told = toldToCase(record, { type: 'escalated', facts, content: { question, options } });
      const made = await this.#tools.desk.commit({
        collaboration: record.collaboration,
        by: doerOf(viewer, capacity),
        model: record.model,
        changes: [told, opening(plan)],
        tell: [{ stream: escalation, roles: deciders }],
        alongside: (manager) =>
          saveWayBack(manager, { escalation, root: record.id, previous: null, collaboration: record.collaboration }),
      });
      return { escalation, record: firstOf(made) };
    });
  }

  /** The decision goes back through all levels that passed the question on, in one breath. */
  async decide({ decision, ...asked }: ParamsOf<'cases.decideEscalation'>): Promise<ProcessRecord> {
    // The case moves on meanwhile, which whoever decides cannot know: that is no conflict of theirs.
    return addTo(undefined, async () => {
      const { viewer, record, body, capacity } = await this.#decider(asked);
      const chosen = chosenOf(record.content ?? {}, decision.option);
      const told: Decided = { ...decision, chosen, body: body.id };
      const way = await this.#wayBack(record);
      const root = await this.#findCase(record, way);
      const commit: Commit = {
        collaboration: record.collaboration,
        by: doerOf(viewer, capacity),
        model: record.model,
        changes: [
          ...(await this.#decidedBelow(record, way, told)),
          ...(root ? [decisionTold(root, record, { way, told })] : []),
        ],
        tell: root ? [{ stream: root.id, roles: await this.#toTell(record) }] : [],
      };
      const made = await this.#tools.desk.commit(commit).catch(withoutVersions);
      return firstOf(made);
    });
  }

  /** The question in words of this level, to the level above; what is decided there is decided here as well. */
  async passOn({ passage, ...asked }: ParamsOf<'cases.passOnEscalation'>): Promise<ProcessRecord> {
    return addTo(undefined, async () => {
      const { viewer, record, body, capacity } = await this.#decider(asked);
      const model = await this.#tools.models.get(String(record.model));
      const to = requireNextLevel(model, body, await this.#findBody(passage.to));
      const step = textIn(record, 'step');
      const deciders = decidersOf(model, step, to.level);
      const way = await this.#wayBack(record);
      const root = await this.#findCase(record, way);
      const { question, options, reasons } = passage;
      const retention = longestClock(model, this.#tools.clock.now());
      const { collaboration } = record;
      const escalation = uuidv7();
      const facts = { escalation: firstAsked(record, way), body: to.id };
      const commit: Commit = {
        collaboration,
        by: doerOf(viewer, capacity),
        model: record.model,
        changes: [
          passedOn(record, { reasons, retention }),
          opening({ id: escalation, to, model: record.model, retention, step, deciders, question, options }),
          ...(root ? [toldToCase(root, { type: 'escalation-passed-on', facts })] : []),
        ],
        tell: [{ stream: escalation, roles: deciders }],
        alongside: (manager) =>
          saveWayBack(manager, { escalation, root: way.root, previous: record.id, collaboration }),
      };
      const made = await this.#tools.desk.commit(commit).catch(withoutVersions);
      return firstOf(made);
    });
  }

  async #decider({ caller, id, revision }: EscalationStep): Promise<Decider> {
    const viewer = await meetViewer(this.#tools.call, caller);
    const { record, body } = await getSeated(this.#tools, viewer, id);
    requireVersion(record, revision);
    if (record.content === null) throw new KoppelError('process.closed');
    const capacity = requireDecider(viewer, record, body.level);
    if (record.state !== 'asked') throw new KoppelError('process.closed');
    return { viewer, record, body, capacity };
  }

  async #decidedBelow(record: ProcessRecord, { previous }: WayBack, told: Decided): Promise<Change[]> {
    const below = await Promise.all(previous.map((id) => this.#tools.desk.findWithin([record.collaboration], id)));
    const model = await this.#tools.models.get(String(record.model));
    const now = this.#tools.clock.now();
    return [record, ...below].flatMap((one) => (one ? decided(one, told, { model, now }) : []));
  }

  /** What the case is told goes under its own key, and nowhere when that is gone. */
  async #findCase({ collaboration }: ProcessRecord, { root }: WayBack): Promise<ProcessRecord | undefined> {
    const record = await this.#tools.desk.findWithin([collaboration], root);
    return record && !isRetentionOver(record.retention, this.#tools.clock.now()) ? record : undefined;
  }

  async #wayBack({ id, collaboration }: ProcessRecord): Promise<WayBack> {
    const way = await this.#tools.desk.within([collaboration], (manager) => findWayBack(manager, id));
    if (!way) throw new KoppelError('hub.failed', 'A question knows no way back');
    return way;
  }

  /** Those who answer for the step that it was about, and those whom the step informs. */
  async #toTell(record: ProcessRecord): Promise<string[]> {
    const model = await this.#tools.models.get(String(record.model));
    const asked = textIn(record, 'step');
    const step = model.process.steps.find(({ id }) => id === asked);
    const rasci = step && rolesOf(step);
    return rasci ? [...new Set([rasci.accountable, ...rasci.informed])] : [];
  }

  async #bodyOf({ body }: ProcessRecord): Promise<Body> {
    const found = await this.#findBody(String(body));
    if (!found) throw new KoppelError('resource.not-found');
    return found;
  }

  async #findBody(id: string): Promise<Body | undefined> {
    return (await this.#tools.call('cases.findBody', { id })) ?? undefined;
  }
}

/** The question that the case itself put. */
const firstAsked = ({ id }: ProcessRecord, { previous }: WayBack): string => previous.at(-1) ?? id;

const decisionTold = (
  root: ProcessRecord,
  record: ProcessRecord,
  { way, told }: { way: WayBack; told: Decided },
): Change =>
  toldToCase(root, {
    type: 'escalation-decided',
    facts: { escalation: firstAsked(record, way), body: told.body, option: told.option },
    content: { chosen: told.chosen, reasons: told.reasons },
  });
