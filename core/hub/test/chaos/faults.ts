import { withSuperuser } from '@koppel/local';
import { parts, type ChaosSite, type Part } from './chaos-site.ts';
import { nodes } from './networks.ts';
import { failSync, hasProgram, signalFamily, stopGrowth } from './processes.ts';
import type { Random } from '@koppel/sources';
import { fillDisk } from './small-disk.ts';
import type { TcpProxy, Weather } from './tcp-proxy.ts';

/** Takes the cause away; what fell by it is started again by whoever supervises. */
export type Heal = () => Promise<void> | void;

export interface Fault {
  /** Milliseconds within which all nodes work again once the cause is gone. */
  readonly recoversWithinMs: number;
  /** A sentence why it cannot be had here. */
  readonly findObstacle?: (site: ChaosSite) => Promise<string | undefined> | string | undefined;
  inject(site: ChaosSite, random: Random): Promise<Heal> | Heal;
}

const process = { recoversWithinMs: 5000 };
const database = { recoversWithinMs: 15_000 };

const killing = (limits: { recoversWithinMs: number }, choose: (random: Random) => readonly Part[]): Fault => ({
  ...limits,
  inject: async (site, random) => {
    await Promise.all(choose(random).map((part) => site.kill(part)));
    return () => undefined;
  },
});

const pausing = (limits: { recoversWithinMs: number }, choose: (random: Random) => Part): Fault => ({
  ...limits,
  inject: (site, random) => {
    const pid = site.pidOf(choose(random));
    signalFamily(pid, 'SIGSTOP');
    return () => signalFamily(pid, 'SIGCONT');
  },
});

type Choice = (networks: ChaosSite['networks'], random: Random) => readonly TcpProxy[];

const weather = (limits: { recoversWithinMs: number }, kind: Weather, choose: Choice): Fault => ({
  ...limits,
  inject: ({ networks }, random) => {
    const proxies = choose(networks, random);
    const turn = (to: Weather): void => {
      for (const proxy of proxies) proxy.weather = to;
    };
    turn(kind);
    return () => turn('clear');
  },
});

const link: Choice = ({ messages }) => [messages.adapter];
const bus: Choice = ({ messages }) => nodes.map((node) => messages[node]);
const busOfOne: Choice = ({ messages }, random) => [messages[random.pick(nodes)]];
const databaseOfOne: Choice = (networks, random) => [networks.database[random.pick(nodes)]];
const bothOfOne: Choice = (networks, random) => {
  const node = random.pick(nodes);
  return [networks.database[node], networks.messages[node]];
};

const needsSmallDisk = ({ hasSmallDisk }: ChaosSite): string | undefined =>
  hasSmallDisk ? undefined : 'only root may mount the small disk that is to be filled';

/** An old server never asks after a client that it sends to; its half-open connections take every other question for minutes. */
const needsAttentiveServer = ({ natsVersion }: ChaosSite): string | undefined => {
  const [major = 0, minor = 0] = natsVersion.split('.').map(Number);
  const isAttentive = major > 2 || (major === 2 && minor >= 10);
  return isAttentive
    ? undefined
    : `nats-server ${natsVersion} takes what it sends to a silent client for a sign of life`;
};

const needsProgram = (name: string) => async (): Promise<string | undefined> =>
  (await hasProgram(name)) ? undefined : `there is no ${name} on this machine`;

/** Everything that happens to a site, by name. */
export const faults: Readonly<Record<string, Fault>> = {
  'kill-hub': killing(process, (random) => [random.pick(nodes)]),
  'kill-both-hubs': killing(process, () => nodes),
  'kill-adapter': killing(process, () => ['adapter']),
  'kill-nats-server': killing(process, () => ['nats-server']),
  'kill-postgresql': killing(database, () => ['postgresql']),
  'kill-all': killing(database, () => parts),
  'pause-hub': pausing(process, (random) => random.pick(nodes)),
  'pause-adapter': pausing(process, () => 'adapter'),
  'pause-nats-server': pausing(process, () => 'nats-server'),
  'pause-postgresql': pausing(database, () => 'postgresql'),
  'link-cut': weather(process, 'cut', link),
  'link-slow': weather(process, 'slow', link),
  'link-half-open': { ...weather(process, 'half-open', link), findObstacle: needsAttentiveServer },
  'link-corrupt': weather(process, 'corrupt', link),
  'bus-cut': weather(process, 'cut', bus),
  'bus-slow': weather(process, 'slow', bus),
  'bus-half-open': weather(process, 'half-open', bus),
  'bus-corrupt': weather(process, 'corrupt', bus),
  'one-without-nats': weather(process, 'cut', busOfOne),
  'one-without-database': weather(database, 'cut', databaseOfOne),
  'one-with-lost-database': weather(database, 'half-open', databaseOfOne),
  'one-without-both': weather(database, 'cut', bothOfOne),
  'disk-full': {
    ...database,
    findObstacle: needsSmallDisk,
    inject: (site) => fillDisk(site.path('postgres')),
  },
  'disk-full-for-log': {
    ...database,
    findObstacle: needsSmallDisk,
    inject: async (site) => {
      const free = await fillDisk(site.path('postgres'));
      // The log goes on in a new file, for which there is no room.
      await withSuperuser(site.postgres, 'postgres', (client) => client.query('SELECT pg_switch_wal()')).catch(
        () => undefined,
      );
      return free;
    },
  },
  'write-error': {
    ...database,
    findObstacle: needsProgram('prlimit'),
    inject: (site) => stopGrowth(site.pidOf('postgresql')),
  },
  'sync-error': {
    ...database,
    findObstacle: needsProgram('strace'),
    inject: async (site) => {
      const mend = await failSync(site.pidOf('postgresql'));
      return async () => {
        await mend();
        // After such an error nobody trusts what is in memory.
        await site.kill('postgresql');
      };
    },
  },
};
