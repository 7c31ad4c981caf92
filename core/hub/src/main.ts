import { flushCompileCache } from 'node:module';
import { asKoppelError } from '@koppel/contract';
import { startHub } from './hub.ts';
import { readConfig } from './platform/config.ts';

/** Whoever supervises us kills after ten seconds; ending by ourselves leaves a word in the log. */
const endWithinMs = 9_900;

/** The process of one hub node: configuration in, a ready line out, and a clean end on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const hub = await startHub(readConfig(process.env));
  const stop = (): void => {
    setTimeout(() => process.exit(1), endWithinMs).unref();
    void hub.stop().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ ready: true, url: hub.url })}\n`);
  // With NODE_COMPILE_CACHE the next start takes less; Node would write at the end, which a node that is killed does not see.
  flushCompileCache();
}

main().catch((error: unknown) => {
  const { code, message, cause } = asKoppelError(error);
  process.stderr.write(
    `${JSON.stringify({ code, message, cause: cause instanceof Error ? cause.message : undefined })}\n`,
  );
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 5000).unref();
});
