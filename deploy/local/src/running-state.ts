import { homePaths, readJsonFile, writeSecretFile } from './home.ts';

/** What a running Koppel tells the commands beside it. */
export interface RunningState {
  readonly pid: number;
  readonly hub: string;
  /** Absent when the link is in memory. */
  readonly nats?: string;
}

/** `undefined` when nothing runs in this home, also when what ran there was killed. */
export async function readRunningState(home: string): Promise<RunningState | undefined> {
  const state = await readJsonFile<RunningState>(homePaths(home).running);
  return state && isAlive(state.pid) ? state : undefined;
}

export const writeRunningState = (home: string, state: RunningState): Promise<void> =>
  writeSecretFile(homePaths(home).running, JSON.stringify(state));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
