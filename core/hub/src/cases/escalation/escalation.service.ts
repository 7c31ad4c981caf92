import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import { meetViewer } from '../../platform/process/viewer.ts';
import type { ActionMap } from '../cases.service.ts';
import { Escalations } from './escalations.ts';
import { getSeated, listSeated } from './seats.ts';

/** What the room answers about questions to a higher level. */
export function createEscalationActions(tools: ProcessTools): ActionMap {
  const escalations = new Escalations(tools);
  return {
    escalate: ({ params }: Context<ParamsOf<'cases.escalate'>>) => escalations.ask(params),
    listEscalations: ({ params }: Context<ParamsOf<'cases.listEscalations'>>) => listSeated(tools, params),
    getEscalation: async ({ params }: Context<ParamsOf<'cases.getEscalation'>>) => {
      const { record } = await getSeated(tools, await meetViewer(tools.call, params.caller), params.id);
      return record;
    },
    decideEscalation: ({ params }: Context<ParamsOf<'cases.decideEscalation'>>) => escalations.decide(params),
    passOnEscalation: ({ params }: Context<ParamsOf<'cases.passOnEscalation'>>) => escalations.passOn(params),
  };
}
