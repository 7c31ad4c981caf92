import { KoppelError, type Clock, type Log } from '@koppel/contract';
import { verifyExport, type ExportReport } from '@koppel/ledger';
import { openAdaptersRoom } from './adapters/adapters.room.ts';
import { adapterRoutes } from './adapters/adapters.routes.ts';
import { Adapter1763900000100 } from './adapters/migrations/adapter.ts';
import { openAgreementsRoom } from './agreements/agreements.room.ts';
import { agreementRoutes } from './agreements/agreements.routes.ts';
import { Agreement1763900000200 } from './agreements/migrations/agreement.ts';
import { openCasesRoom } from './cases/cases.room.ts';
import { casesRoutes } from './cases/cases.routes.ts';
import { CaseItem1763900000600 } from './cases/item/migrations/case-item.ts';
import { ItemReading1763900000675 } from './cases/item/migrations/item-reading.ts';
import { Lesson1763900000650 } from './cases/lesson/migrations/lesson.ts';
import { Escalation1763900000570 } from './cases/escalation/migrations/escalation.ts';
import { Body1763900000550 } from './cases/meeting/migrations/body.ts';
import { Meeting1763900000560 } from './cases/meeting/migrations/meeting.ts';
import { openExchangeRoom } from './exchange/exchange.room.ts';
import { exchangeRoutes } from './exchange/exchange.routes.ts';
import { ExchangeKey1763900000300 } from './exchange/migrations/exchange-key.ts';
import { UsedEvidence1763900000695 } from './exchange/migrations/used-evidence.ts';
import { openGatewayRoom } from './gateway/gateway.room.ts';
import { openIdentityRoom } from './identity/identity.room.ts';
import { identityRoutes } from './identity/identity.routes.ts';
import { EvidenceKey1763900000690 } from './identity/migrations/evidence-key.ts';
import { Identity1763900000000 } from './identity/migrations/1763900000000-identity.ts';
import { Mandate1763900000400 } from './identity/migrations/mandate.ts';
import { openInterventionsRoom } from './interventions/interventions.room.ts';
import { interventionRoutes } from './interventions/interventions.routes.ts';
import { openLedgerRoom } from './ledger/ledger.room.ts';
import { ledgerRoutes } from './ledger/ledger.routes.ts';
import { Ledger1763900000050 } from './ledger/migrations/ledger.ts';
import { Witness1763900000710 } from './ledger/migrations/witness.ts';
import { witnessRoutes } from './ledger/witness/witness.routes.ts';
import { Model1763900000450 } from './model/migrations/model.ts';
import { openModelRoom } from './model/model.room.ts';
import { modelRoutes } from './model/model.routes.ts';
import type { HubConfig } from './platform/config.schema.ts';
import type { Migration } from './platform/data-source.ts';
import { BackupPolicy1763900000730 } from './platform/backup/backup-policy-migration.ts';
import { isOnBus } from './platform/broker.ts';
import { isOpenToOthers } from './platform/database-connection.ts';
import { HubKey1763900000700 } from './platform/keys/migration.ts';
import { exportLines } from './platform/export-lines.ts';
import { layGround, type Ground } from './platform/ground.ts';
import { createLog } from './platform/log.ts';
import { migrate } from './platform/migrations.ts';
import { ChangedOrder1763900000680 } from './platform/process/changed-order-migration.ts';
import { LoggedChange1763900000690 } from './platform/process/logged-change-migration.ts';
import { Process1763900000500 } from './platform/process/migration.ts';
import { Lookups1763900000660 } from './platform/process/lookups-migration.ts';
import { startPlugins } from './plugins/plugins.room.ts';
import { ProcessingExport1763900000720 } from './privacy/migrations/processing-export.ts';
import { openPrivacyRoom } from './privacy/privacy.room.ts';
import type { Route } from './platform/route.ts';
import { privacyRoutes } from './privacy/privacy.routes.ts';

/** In the order in which they are applied. */
export const migrations: readonly Migration[] = [
  Identity1763900000000,
  Ledger1763900000050,
  Adapter1763900000100,
  Agreement1763900000200,
  ExchangeKey1763900000300,
  Mandate1763900000400,
  Model1763900000450,
  Process1763900000500,
  Body1763900000550,
  Meeting1763900000560,
  Escalation1763900000570,
  CaseItem1763900000600,
  Lesson1763900000650,
  Lookups1763900000660,
  ItemReading1763900000675,
  ChangedOrder1763900000680,
  LoggedChange1763900000690,
  EvidenceKey1763900000690,
  UsedEvidence1763900000695,
  HubKey1763900000700,
  Witness1763900000710,
  ProcessingExport1763900000720,
  BackupPolicy1763900000730,
];

/** Everything that the HTTP interface offers. */
export const hubRoutes: readonly Route[] = [
  ...identityRoutes,
  ...exchangeRoutes,
  ...agreementRoutes,
  ...adapterRoutes,
  ...ledgerRoutes,
  ...witnessRoutes,
  ...modelRoutes,
  ...casesRoutes,
  ...interventionRoutes,
  ...privacyRoutes,
];

export interface HubOptions {
  readonly log?: Log;
  /** The domain clock; the system's unless a simulation hands in another. */
  readonly clock?: Clock;
}

/** One running node of the hub. */
export interface Hub {
  /** Where HTTP is answered; null on a node without a gateway. */
  readonly url: string | null;
  /** Finishes what is in flight and stops everything in reverse. */
  stop(): Promise<void>;
}

type Probes = Record<string, () => boolean | 'warning' | Promise<boolean>>;

/** Starts the rooms that the configuration gives this node. Either all of it runs, or nothing is left behind. */
export async function startHub(config: HubConfig, options: HubOptions = {}): Promise<Hub> {
  const log = options.log ?? createLog(config.logLevel, config.nodeId);
  const ground = await layGround(config, log, options.clock);
  try {
    await migrate(config.database, migrations);
    const { probes, openers } = await furnish(ground);
    await startBroker(ground);
    for (const open of openers) await open();
    await startPlugins(ground);
    const url = ground.runs('gateway') ? await openGatewayRoom(ground, hubRoutes, probes).start() : null;
    log.info({ rooms: config.rooms, url }, 'hub started');
    return { url, stop: () => ground.stops.stop() };
  } catch (error) {
    await ground.stops.stop();
    throw error;
  }
}

interface Furnished {
  readonly probes: Probes;
  /** What rooms do once all rooms can be called, in this order. */
  readonly openers: readonly (() => Promise<void>)[];
}

/** Rooms with nothing to probe, and nothing to do once the others can be called. */
const plainRooms = [
  ['agreements', openAgreementsRoom],
  ['model', openModelRoom],
  ['interventions', openInterventionsRoom],
  ['privacy', openPrivacyRoom],
] as const;

const probesOfGround = ({ config, broker }: Ground): Probes => ({
  ...(config.bus.kind === 'nats' && { bus: () => isOnBus(broker) }),
  ...(isOpenToOthers(config.database) && { 'database-encryption': () => 'warning' }),
});

async function furnish(ground: Ground): Promise<Furnished> {
  const probes = probesOfGround(ground);
  const openers: (() => Promise<void>)[] = [];
  if (ground.runs('ledger')) Object.assign(probes, await openLedgerRoom(ground));
  if (ground.runs('identity')) openers.push(await openIdentityRoom(ground));
  for (const [room, open] of plainRooms) if (ground.runs(room)) await open(ground);
  if (ground.runs('cases')) openers.push(await openCasesRoom(ground));
  if (ground.runs('exchange')) {
    const lease = await openExchangeRoom(ground);
    probes['gate'] = () => lease.isFresh;
    openers.push(() => lease.refresh());
  }
  if (ground.runs('adapters')) {
    const adapters = await openAdaptersRoom(ground);
    probes['link'] = adapters.isConnected;
    openers.push(adapters.open);
  }
  return { probes, openers };
}

/** Rooms that others depend on may still be on their way on another node. */
const roomsNeeded = [
  'ledger',
  'identity',
  'adapters',
  'agreements',
  'exchange',
  'model',
  'cases',
  'interventions',
  'privacy',
];
const roomsTimeoutMs = 30_000;

async function startBroker({ broker, stops }: Ground): Promise<void> {
  stops.push('broker', () => broker.stop());
  await broker.start();
  await broker.waitForServices(roomsNeeded, roomsTimeoutMs).catch((cause: unknown) => {
    throw new KoppelError('hub.unavailable', `Not every room runs somewhere: ${roomsNeeded.join(', ')}`, { cause });
  });
}

/** Reads the whole log of a hub that does not run, with nothing but its database and its keys, as any verifier would. */
export async function verifyLedger(config: HubConfig): Promise<ExportReport> {
  const alone: HubConfig = { ...config, bus: { kind: 'memory' }, link: { kind: 'memory', adapters: [] } };
  const ground = await layGround(alone, createLog('silent', config.nodeId));
  try {
    await openLedgerRoom(ground);
    ground.stops.push('broker', () => ground.broker.stop());
    await ground.broker.start();
    const start = await ground.call('ledger.exportStart', { from: 0 });
    return await verifyExport(exportLines(start, ground.call), { vkey: start.header.vkey });
  } finally {
    await ground.stops.stop();
  }
}
