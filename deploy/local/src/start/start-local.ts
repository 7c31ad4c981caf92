import type { Log } from '@koppel/contract';
import { findFreePort } from '../free-port.ts';
import type { PostgresServer } from '../postgres/start-postgres.ts';
import { writeRunningState } from '../running-state.ts';
import { registerOrganisations, type HubClients } from '../seed/register-organisations.ts';
import { seedProcess, type SeededProcess } from '../seed/seed-process.ts';
import { signAgreements, type AgreementIds } from '../seed/sign-agreements.ts';
import { adapterSpecs } from './adapter-specs.ts';
import { track, type ShowProgress } from './progress.ts';
import { allOrNone, openSite, type Site } from './site.ts';
import { startAdapters } from './start-adapters.ts';
import { startDatabase } from './start-database.ts';
import { flowEnvironment, startFlows, type Flows } from './start-flows.ts';
import { startHub, type MemoryAdapter } from './start-hub.ts';
import { startMessageServer, type MessageServer } from './start-message-server.ts';
import { fillPermits, startSources, type Sources } from './start-sources.ts';

export interface LocalOptions {
  readonly home: string;
  /** Of the hub's HTTP interface, on the loopback interface; 0 takes a free one. */
  readonly port: number;
  /** `memory` does without a message server even where there is one. */
  readonly link: 'nats' | 'memory';
  readonly log: Log;
  readonly show: ShowProgress;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

/** Everything on one machine, running. */
export interface LocalKoppel {
  readonly hub: string;
  readonly bus: 'nats' | 'memory';
  readonly clients: HubClients;
  readonly agreements: AgreementIds;
  readonly process: SeededProcess;
  /** Where employees of the municipality write what does not seem right. */
  readonly desk: { readonly url: string; readonly apiKey: string };
  /** Absent when the link is in memory. */
  readonly flows?: Flows;
  /** From the call to this answer. */
  readonly startupMs: number;
  /** Ends everything in reverse; takes ten seconds at most. */
  stop(): Promise<void>;
}

/** @throws StartError with a sentence that says what to do; then nothing is left running. */
export async function startLocal(options: LocalOptions): Promise<LocalKoppel> {
  const begun = performance.now();
  const site = await openSite(options);
  try {
    const running = await startParts(site, options);
    return { ...running, startupMs: Math.round(performance.now() - begun), stop: () => site.close() };
  } catch (error) {
    await site.close();
    throw error;
  }
}

interface Foundation {
  readonly database: PostgresServer;
  readonly messageServer: MessageServer | undefined;
  /** Still starting: the hub need not wait for its partners' systems, unless it runs their adapters itself. */
  readonly specs: Promise<readonly MemoryAdapter[]>;
  readonly sources: Promise<Sources>;
}

async function startParts(site: Site, options: LocalOptions): Promise<Omit<LocalKoppel, 'startupMs' | 'stop'>> {
  const foundation = await layFoundation(site, options);
  const { messageServer } = foundation;
  const [hub, specs] = await allOrNone([startHubOn(site, options, foundation), foundation.specs]);
  const clients = await introduce(site, hub);
  const [agreements, seeded] = await allOrNone([
    startAdapters(site, { specs, messageServer, operator: clients.operator }).then(() => agree(site, clients)),
    prepareProcess(site, clients),
  ]);
  const flows = messageServer && (await startFlows(site, messageServer, flowEnvironment(agreements)));
  const nats = messageServer ? { nats: messageServer.url } : {};
  await writeRunningState(site.home, { pid: process.pid, hub, ...nats });
  const { brp } = await foundation.sources;
  const desk = { url: `${brp.url}/meldingen`, apiKey: brp.apiKey };
  const bus = messageServer ? 'nats' : 'memory';
  return { hub, bus, clients, agreements, process: seeded, desk, ...(flows && { flows }) };
}

async function layFoundation(site: Site, { link }: LocalOptions): Promise<Foundation> {
  const sources = startSources(site);
  const [database, messageServer] = await allOrNone([startDatabase(site), startMessageServer(site, link)]);
  const specs = allOrNone([sources, fillPermits(site, database)]).then((both) => adapterSpecs(...both));
  // Whoever awaits it later gets the error; until then it is nobody's.
  specs.catch(() => undefined);
  return { database, messageServer, specs, sources };
}

async function startHubOn(site: Site, { port }: LocalOptions, foundation: Foundation): Promise<string> {
  const { database, messageServer, specs } = foundation;
  const memoryAdapters = messageServer ? [] : await specs;
  // Tokens are meant for an address, so it must be known before the hub listens.
  return startHub(site, { port: port || (await findFreePort()), database, messageServer, memoryAdapters });
}

function introduce(site: Site, hub: string): Promise<HubClients> {
  return track(site.show, 'Organisations', async () => {
    const clients = await registerOrganisations(site.home, hub);
    return { result: clients, detail: `${Object.keys(clients).length}, each with keys of its own` };
  });
}

function prepareProcess(site: Site, clients: HubClients): Promise<SeededProcess> {
  return track(site.show, 'Shared process', async () => {
    const seeded = await seedProcess(clients);
    return { result: seeded, detail: 'reference model in force, people mandated, case conference set up' };
  });
}

/** Only what somebody offers can be agreed upon, so the adapters come first. */
function agree(site: Site, clients: HubClients): Promise<AgreementIds> {
  return track(site.show, 'Agreements', async () => {
    const ids = await signAgreements(site.home, clients);
    return { result: ids, detail: `${Object.keys(ids).length}, each signed by both parties` };
  });
}
