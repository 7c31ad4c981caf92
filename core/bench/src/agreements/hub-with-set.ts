import type { HubClient } from '@koppel/local';
import type { RunningProgram } from '../child/program.ts';
import { openHub, type OpenHub } from '../exchange/open-hub.ts';
import { operatorOf, registerParty, type Party } from '../exchange/seed.ts';
import type { Site } from '../exchange/site.ts';
import { oinOf, type SetSize } from '../gate/agreement-set.ts';
import { Crowd } from '../links/crowd.ts';
import { someAtATime } from './at-a-time.ts';
import { loadSet } from './load-set.ts';
import { SetPath } from './set-path.ts';
import { SignedSet } from './signed-set.ts';

/** A hub whose agreements are a set, with the adapter of every partner connected. */
export interface HubWithSet {
  readonly open: OpenHub;
  readonly operator: HubClient;
  readonly parties: readonly Party[];
  readonly size: SetSize;
  readonly path: SetPath;
}

/** Registers the partners over the public interface, connects their adapters, and puts the agreements between them in force. */
export async function openHubWithSet(site: Site, source: RunningProgram, size: SetSize): Promise<HubWithSet> {
  const open = await openHub(site, { mayGrow: true });
  const { hub, link, postgres, database, operatorKey } = open;
  const operator = operatorOf({ url: hub.told, operatorKey });
  const oins = Array.from({ length: size.partners }, (_, place) => oinOf(place + 1));
  const parties = await someAtATime(oins, (oin) => registerParty(hub.told, operator, { oin, client: 'intake' }));
  const crowd = new Crowd({ site, link, operator, source: source.told });
  await crowd.invite(oins);
  await crowd.join();
  const set = new SignedSet(parties);
  await loadSet(database, (number) => set.recordOf(number), size.agreements);
  const processes = {
    hub: hub.pid,
    adapters: crowd.pid,
    nats: link.pid,
    postgresql: postgres.pid,
    source: source.pid,
  };
  return { open, operator, parties, size, path: new SetPath({ url: hub.told, size, parties, processes }) };
}
