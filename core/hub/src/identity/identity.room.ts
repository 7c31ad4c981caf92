import { systemClock } from '@koppel/contract';
import type { Ground } from '../platform/ground.ts';
import { AccessTokens } from './access-token.ts';
import { createIdentityService } from './identity.service.ts';
import { IdentityStore } from './identity.store.ts';
import { Mandates } from './mandates.ts';
import { MandateStore } from './mandates.store.ts';
import { Organisations } from './organisations.ts';
import { TokenKeyFiles } from './token-keys.store.ts';
import { Tokens } from './tokens.ts';

const maxStatementSeconds = 60;

/** Furnishes the room; the answer registers the configured operator, once the ledger can be written. */
export async function openIdentityRoom(ground: Ground): Promise<() => Promise<void>> {
  const { config, call, broker, log } = ground;
  const { issuer, home, operator } = config;
  // A simulated domain clock must not make tokens valid: the wall clock decides.
  const clock = systemClock;
  const database = await ground.database('app');
  const store = new IdentityStore(database);
  const keys = new TokenKeyFiles(home, clock);
  const audiences = [issuer, `${issuer.replace(/\/+$/, '')}/v1/token`];
  const tokens = new Tokens({
    store,
    accessTokens: new AccessTokens({ keys, issuer, clock }),
    rules: { audiences, clock, maxLifeSeconds: maxStatementSeconds },
  });
  const announce = (oin: string) => void broker.broadcast('identity.changed', { oin });
  const organisations = new Organisations({ store, call, clock, announce });
  const mandates = new Mandates({ store: new MandateStore(database), call, clock: ground.clock });
  broker.createService(createIdentityService({ organisations, tokens, mandates, store, keys, log }));
  return async () => {
    if (operator) await organisations.bootstrapOperator(operator);
  };
}
