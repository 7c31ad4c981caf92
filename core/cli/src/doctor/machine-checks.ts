import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { request } from 'undici';
import { failed, ok, warning, type Check } from './check.ts';

const gibibyte = 2 ** 30;
/** A difference at which assertions of a minute and checkpoints begin to be refused. */
const clockToleranceMs = 5000;

const node: Check = {
  name: 'node',
  run: async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const isNewEnough = major > 24 || (major === 24 && minor >= 11);
    if (isNewEnough) return ok(`Node ${process.version}`);
    return failed(`Node ${process.version} is too old; install 24.11 or newer, or run "npm ci", which brings it.`);
  },
};

const disk: Check = {
  name: 'disk',
  run: async ({ home }) => {
    const { bavail, bsize } = await statfs(home).catch(() => statfs(dirname(home)));
    const free = (bavail * bsize) / gibibyte;
    const words = `${free.toFixed(1)} GiB free where ${home} is`;
    if (free < 0.5) return failed(`${words}; free some space: without it nothing can be logged, so nothing moves.`);
    return free < 5 ? warning(`${words}; a ledger grows, keep more than 5 GiB.`) : ok(words);
  },
};

const clock: Check = {
  name: 'clock',
  run: async (context) => {
    const hub = (await context.profile().catch(() => undefined))?.hub;
    const before = Date.now();
    const answer = hub && (await request(`${hub}/health/live`).catch(() => undefined));
    if (!answer) return ok(`${new Date(before).toISOString()}; there is no hub to compare with`);
    await answer.body.dump();
    const theirs = Date.parse(String(answer.headers['date']));
    // The hub tells whole seconds.
    const difference = Math.abs(theirs - (before + Date.now()) / 2);
    if (difference <= clockToleranceMs) return ok('The clock agrees with that of the hub');
    return failed(`The clock differs ${Math.round(difference / 1000)} s from that of the hub; synchronise it (NTP).`);
  },
};

export const machineChecks: readonly Check[] = [node, disk, clock];
