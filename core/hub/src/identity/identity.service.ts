import type { Log } from '@koppel/contract';
import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { HubKeys } from './hub-keys.ts';
import type { IdentityStore } from './identity.store.ts';
import type { Mandates } from './mandates.ts';
import type { Organisations } from './organisations.ts';
import type { TokenDesk } from './token-desk.ts';
import type { TokenKeys } from './token-keys.ts';
import type { Tokens } from './tokens.ts';

const pruneEveryMs = 60_000;

interface IdentityParts {
  readonly organisations: Organisations;
  readonly tokens: Tokens;
  readonly desk: TokenDesk;
  readonly mandates: Mandates;
  readonly hubKeys: HubKeys;
  readonly store: IdentityStore;
  readonly keys: TokenKeys;
  readonly log: Log;
}

/** Organisations, their keys, tokens and mandates as a room. */
export function createIdentityService(parts: IdentityParts): ServiceSchema {
  const { organisations, tokens, desk, store, keys, log } = parts;
  let pruning: NodeJS.Timeout | undefined;
  const prune = () =>
    store.pruneAssertions(new Date()).catch((error: unknown) => {
      log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'used assertions could not be pruned');
    });
  return {
    name: 'identity',
    actions: {
      verify: ({ params }: Context<ParamsOf<'identity.verify'>>) => tokens.verify(params.token),
      issueToken: ({ params }: Context<ParamsOf<'identity.issueToken'>>) => desk.issue(params),
      registerOrganisation: ({ params }: Context<ParamsOf<'identity.registerOrganisation'>>) =>
        organisations.register(params.caller, params.organisation),
      listOrganisations: ({ params }: Context<ParamsOf<'identity.listOrganisations'>>) =>
        organisations.list(params.caller),
      getOrganisation: ({ params }: Context<ParamsOf<'identity.getOrganisation'>>) =>
        organisations.get(params.caller, params.oin),
      findOrganisation: ({ params }: Context<ParamsOf<'identity.findOrganisation'>>) => organisations.find(params.oin),
      addKey: ({ params }: Context<ParamsOf<'identity.addKey'>>) => organisations.addKey(params.caller, params.key),
      listKeys: ({ params }: Context<ParamsOf<'identity.listKeys'>>) =>
        organisations.listKeys(params.caller, params.oin),
      revokeKey: ({ params }: Context<ParamsOf<'identity.revokeKey'>>) =>
        organisations.revokeKey(params.caller, params.oin, params.kid),
      findKey: ({ params }: Context<ParamsOf<'identity.findKey'>>) => organisations.findKey(params),
      ...hubKeyActions(parts),
      findRegistration: ({ params }: Context<ParamsOf<'identity.findRegistration'>>) =>
        organisations.findRegistration(params),
      ...mandateActions(parts),
    },
    started: async () => {
      // A damaged key is found now and not by the first caller.
      await keys.current();
      pruning = setInterval(() => void prune(), pruneEveryMs);
    },
    stopped: async () => clearInterval(pruning),
  };
}

const hubKeyActions = ({ hubKeys }: IdentityParts): ServiceSchema['actions'] => ({
  listHubKeys: ({ params }: Context<ParamsOf<'identity.listHubKeys'>>) => hubKeys.list(params.caller),
  rotateHubKey: ({ params }: Context<ParamsOf<'identity.rotateHubKey'>>) => hubKeys.rotate(params),
});

const mandateActions = ({ mandates }: IdentityParts): ServiceSchema['actions'] => ({
  giveMandate: ({ params }: Context<ParamsOf<'identity.giveMandate'>>) => mandates.give(params.caller, params.draft),
  listMandates: ({ params }: Context<ParamsOf<'identity.listMandates'>>) => mandates.list(params.caller, params.query),
  getMandate: ({ params }: Context<ParamsOf<'identity.getMandate'>>) => mandates.get(params.caller, params.id),
  revokeMandate: ({ params }: Context<ParamsOf<'identity.revokeMandate'>>) => mandates.revoke(params),
  mandatesOf: ({ params }: Context<ParamsOf<'identity.mandatesOf'>>) => mandates.activeOf(params),
  holdersOf: ({ params }: Context<ParamsOf<'identity.holdersOf'>>) => mandates.holdersOf(params),
});
