import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf, StatusChange } from '../platform/actions.ts';
import type { AgreementStore } from './agreements.store.ts';
import type { Agreements } from './agreements.ts';

/** The agreements as a room. */
export function createAgreementsService(agreements: Agreements, store: AgreementStore): ServiceSchema {
  return {
    name: 'agreements',
    actions: {
      draft: ({ params }: Context<ParamsOf<'agreements.draft'>>) => agreements.draft(params.caller, params.draft),
      list: ({ params }: Context<ParamsOf<'agreements.list'>>) => agreements.list(params.caller, params.status),
      get: ({ params }: Context<ParamsOf<'agreements.get'>>) => agreements.get(params.caller, params.id),
      sign: ({ params }: Context<ParamsOf<'agreements.sign'>>) => agreements.sign(params),
      suspend: ({ params }: Context<StatusChange>) => agreements.changeStatus('suspend', params),
      resume: ({ params }: Context<StatusChange>) => agreements.changeStatus('resume', params),
      revoke: ({ params }: Context<StatusChange>) => agreements.changeStatus('revoke', params),
      changesSince: ({ params }: Context<ParamsOf<'agreements.changesSince'>>) => store.changesSince(params.revision),
    },
  };
}
