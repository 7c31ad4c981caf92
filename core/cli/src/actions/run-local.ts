import {
  demonstrate,
  silentNarrator,
  startLocal,
  TextNarrator,
  type DemoResult,
  type LocalKoppel,
} from '@koppel/local';
import type { Context } from '../context.ts';
import { CheckFailure, UsageError } from '../exit-code.ts';
import { describeRunning } from '../start/describe-running.ts';
import { catchInterrupts } from '../start/interrupts.ts';
import { createProgressDisplay } from '../start/show-progress.ts';
import { createStartLog } from '../start/start-log.ts';

export interface StartOptions {
  readonly port: string;
  readonly link: string;
  readonly once?: boolean;
  readonly demo: boolean;
}

/** Starts everything, shows what it does, and stays until somebody ends it; then everything ends in reverse. */
export async function runLocal(context: Context, options: StartOptions): Promise<void> {
  const interrupt = catchInterrupts();
  const local = await start(context, options, interrupt);
  // Somebody changed their mind; everything that had started has ended again.
  if (!local) return;
  try {
    const result = options.demo ? await demonstrate(local, createNarrator(context)) : undefined;
    context.print(result ?? { hub: local.hub, bus: local.bus, startupMs: local.startupMs }, () =>
      options.once ? '' : describeRunning(context, local),
    );
    if (!options.once) await waitFor(interrupt);
    if (result) judge(result);
  } finally {
    await local.stop();
  }
}

async function start(context: Context, options: StartOptions, signal: AbortSignal): Promise<LocalKoppel | undefined> {
  const { port, link } = checkOptions(options);
  const display = createProgressDisplay(context);
  const log = createStartLog(context);
  try {
    return await startLocal({ home: context.home, port, link, log, show: display.show, signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    await display.finish();
  }
}

function checkOptions({ port, link }: StartOptions): { port: number; link: 'nats' | 'memory' } {
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new UsageError('--port is a number up to 65535.');
  if (link !== 'nats' && link !== 'memory') throw new UsageError('--link is nats or memory.');
  return { port: number, link };
}

function createNarrator(context: Context): TextNarrator | typeof silentNarrator {
  if (context.isJson) return silentNarrator;
  return new TextNarrator(
    (line) => context.write(`${line}\n`),
    (style, words) => context.paint(style, words),
  );
}

function waitFor(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve());
  // Something has to keep us here until then.
  const timer = setInterval(() => undefined, 2 ** 30);
  return promise.finally(() => clearInterval(timer));
}

function judge({ ledger, exchanges }: DemoResult): void {
  const failed = exchanges.some(({ outcome }) => outcome === 'failed');
  if (!ledger.verified || failed) throw new CheckFailure('The demonstration did not go as it should');
}
