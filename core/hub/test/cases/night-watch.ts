import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { waitUntil } from '@koppel/testkit';
import { startHub } from '../../src/hub.ts';
import { checkConfig } from '../../src/platform/config.ts';
import type { HubConfig } from '../../src/platform/config.schema.ts';
import { databaseConfigOf } from '../hub-database.ts';
import type { ProcessRegion } from '../process-region.ts';

/** Two nodes more, which make their rounds at the same moment because they start, until what was due is done. */
export async function makeRounds(region: ProcessRegion, isDone: () => Promise<boolean>): Promise<void> {
  const { log } = region.region;
  const options = { log, clock: region.clock };
  const nodes = await Promise.all([watchOf(region), watchOf(region)].map((config) => startHub(config, options)));
  try {
    await waitUntil(isDone, 'the rounds did what was due', 60_000);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
  }
}

function watchOf({ region: { home, url, database, nats } }: ProcessRegion): HubConfig {
  return checkConfig({
    origin: 'koppel.test/hub',
    nodeId: `watch-${randomUUID().slice(0, 8)}`,
    home,
    issuer: url,
    http: { host: '127.0.0.1', port: 0 },
    database: databaseConfigOf(database),
    bus: { kind: 'nats', url: nats.server.url, credentialsFile: join(home, 'node.creds') },
    link: { kind: 'nats', url: nats.server.url, credentialsFile: join(home, 'edge.creds') },
    rooms: ['cases'],
    plugins: [],
    limits: { requestsPerSecondPerClient: 10_000, tokensPerMinutePerAddress: 1000, inFlight: 2000 },
    logLevel: 'silent',
  });
}
