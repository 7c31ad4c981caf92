import { KoppelError, type Log } from '@koppel/contract';
import type { FlowLink } from '@koppel/flow-nodes';
import type { FlowConfig } from '../config.ts';
import { startFlowRuntime } from '../flow-runtime.ts';
import { placeOf } from './error-place.ts';
import { muteConsole } from './mute-console.ts';
import { onParentGone } from './parent.ts';
import { startWatchdog } from './watchdog.ts';

/** A link that somebody opened and somebody has to close. */
export interface OwnedLink {
  readonly link: FlowLink;
  close(): Promise<void>;
}

export interface Program {
  readonly config: FlowConfig;
  readonly log: Log;
  openLink(): Promise<OwnedLink>;
}

/** A little longer than the runtime gives what is under way. */
const stopWithinMs = 12_000;

/**
 * Runs one flow runtime as a process of its own: says on standard output, in one line of JSON, when it is ready and
 * where; stops on SIGTERM, on SIGINT and when its parent is gone.
 */
export async function runProgram(program: Program): Promise<void> {
  const { config, log } = program;
  muteConsole();
  process.on('uncaughtException', (error) => {
    log.error(placeOf(error), 'Something failed that nobody expected, so this process ends');
    process.exit(1);
  });
  const stopWatchdog = startWatchdog(config.frozenAfterMs);
  let stop = (): void => process.exit(0);
  onParentGone(() => stop());
  const owned = await program.openLink();
  const runtime = await startFlowRuntime({ config, link: owned.link, log });
  stop = once(async () => {
    // Whatever still runs then has had its time.
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    await runtime.stop();
    await owned.close();
    await stopWatchdog();
    process.exit(0);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  const { url, editorUrl } = runtime;
  process.stdout.write(`${JSON.stringify({ ready: true, url, ...(editorUrl && { editorUrl }) })}\n`);
}

function once(work: () => Promise<void>): () => void {
  let begun: Promise<void> | undefined;
  return () => {
    begun ??= work();
  };
}

/** Ends the process with the sentence of an expected error, or with the place of another. */
export function exitWith(log: Log, error: unknown): never {
  if (error instanceof KoppelError) log.error({ code: error.code }, error.message);
  else log.error(placeOf(error), 'The flow runtime could not start');
  process.exit(1);
}
