import { systemClock } from '@koppel/contract';
import type { Ground } from '../platform/ground.ts';
import { AccessTokens } from './access-token.ts';
import { HubKeys } from './hub-keys.ts';
import { createIdentityService } from './identity.service.ts';
import { IdentityStore } from './identity.store.ts';
import { Mandates } from './mandates.ts';
import { MandateStore } from './mandates.store.ts';
import { Organisations } from './organisations.ts';
import { RingTokenKeys } from './token-keys.ts';
import { TokenDesk } from './token-desk.ts';
import { Tokens } from './tokens.ts';

const maxStatementSeconds = 60;

/** Furnishes the room; the answer registers the configured operator, once the ledger can be written. */
export async function openIdentityRoom(ground: Ground): Promise<() => Promise<void>> {
  const { config, call, broker, log, security } = ground;
  const { issuer, operator } = config;
  // A simulated domain clock must not make tokens valid: the wall clock decides.
  const clock = systemClock;
  const database = await ground.database('app');
  const store = new IdentityStore(database);
  const ring = await ground.keys();
  const keys = new RingTokenKeys(ring);
  const audiences = [issuer, `${issuer.replace(/\/+$/, '')}/v1/token`];
  const tokens = new Tokens({
    store,
    accessTokens: new AccessTokens({ keys, issuer, clock }),
    rules: { audiences, clock, maxLifeSeconds: maxStatementSeconds },
  });
  const announce = (oin: string) => void broker.broadcast('identity.changed', { oin });
  const organisations = new Organisations({ store, call, clock, announce });
  const mandates = new Mandates({ store: new MandateStore(database), call, clock: ground.clock });
  const hubKeys = new HubKeys({ ring, call, clock: ground.clock, origin: config.origin });
  const desk = new TokenDesk({ tokens, security });
  broker.createService(createIdentityService({ organisations, tokens, desk, mandates, hubKeys, store, keys, log }));
  return async () => {
    await hubKeys.tellOfReplacements();
    if (operator) await organisations.bootstrapOperator(operator);
  };
}
