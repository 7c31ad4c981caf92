import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { Interventions } from './interventions.ts';

/** Plans and interventions as a room. */
export function createInterventionsService(interventions: Interventions): ServiceSchema {
  return {
    name: 'interventions',
    actions: {
      plan: ({ params }: Context<ParamsOf<'interventions.plan'>>) => interventions.plan(params),
      propose: ({ params }: Context<ParamsOf<'interventions.propose'>>) => interventions.propose(params),
      list: ({ params }: Context<ParamsOf<'interventions.list'>>) => interventions.list(params),
      get: ({ params }: Context<ParamsOf<'interventions.get'>>) => interventions.get(params),
      act: ({ params }: Context<ParamsOf<'interventions.act'>>) => interventions.act(params),
    },
  };
}
