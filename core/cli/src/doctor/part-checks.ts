import { access } from 'node:fs/promises';
import { connect } from 'node:net';
import { ensureNatsServer, hasChecksums, homePaths, isSafeForProduction, readRunningState } from '@koppel/local';
import { defaultPort } from '../default-port.ts';
import { failed, ok, warning, type Check } from './check.ts';

const natsServer: Check = {
  name: 'nats-server',
  run: async ({ home }) => {
    const server = await ensureNatsServer({ binDir: homePaths(home).bin });
    if (!server)
      return warning(
        'There is none and none could be fetched: the link runs in memory, flows are off. Install nats-server.',
      );
    const words = `nats-server ${server.version} (${server.path})`;
    if (isSafeForProduction(server.version)) return ok(words);
    return warning(`${words} is enough for one machine; production needs 2.12.12 or newer, or 2.14.3 or newer.`);
  },
};

const checksums: Check = {
  name: 'postgresql',
  run: async ({ home }) => {
    const { postgres } = homePaths(home);
    const isThere = await access(postgres).then(
      () => true,
      () => false,
    );
    if (!isThere) return ok('There is no database yet; "koppel start" makes one with checksums on');
    if (await hasChecksums(postgres)) return ok('The database has checksums on');
    return failed(
      'The database has checksums off, so that damage goes unseen; restore it into a cluster with --data-checksums.',
    );
  },
};

const port: Check = {
  name: 'port',
  run: async ({ home }) => {
    const running = await readRunningState(home);
    const number = running ? Number(new URL(running.hub).port) : defaultPort;
    const isTaken = await answers(number);
    if (running && isTaken) return ok(`Koppel answers at ${running.hub}`);
    if (running)
      return failed(
        `Koppel should answer at ${running.hub} and does not; stop process ${running.pid} and run "koppel start".`,
      );
    return isTaken
      ? failed(`Port ${number} is in use by another program; stop it, or use "koppel start --port".`)
      : ok(`Port ${number} is free`);
  },
};

function answers(number: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(number, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

export const partChecks: readonly Check[] = [natsServer, checksums, port];
