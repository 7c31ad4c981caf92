import { KoppelError, toProblem } from '@koppel/contract';
import { StartError } from '@koppel/local';
import type { Context } from './context.ts';
import { CheckFailure, exitCodes, UsageError } from './exit-code.ts';
import { nextStep } from './next-step.ts';

interface Report {
  readonly code: string;
  readonly message: string;
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
  /** What a reference model still asks for. */
  readonly unmet?: readonly { readonly message: string }[];
  readonly next?: string;
}

/** Tells what went wrong and what to do next: one JSON document with --json, else sentences on standard error. */
export function reportFailure(error: unknown, context: Context): void {
  // The checks have told it already.
  if (error instanceof CheckFailure) return;
  const report = describe(error);
  if (context.isJson) {
    context.write(
      `${JSON.stringify({ error: error instanceof KoppelError ? { ...toProblem(error), ...report } : report })}\n`,
    );
    return;
  }
  const faults = (report.faults ?? []).map(({ path, message }) => `  ${path || '/'}: ${message}`);
  const unmet = (report.unmet ?? []).map(({ message: needed }) => `  still needed: ${needed}`);
  const head = `${context.paint('red', report.code, 'errors')}: ${report.message}`;
  const lines = [head, ...faults, ...unmet, report.next ?? ''];
  context.writeError(`${lines.filter((line) => line !== '').join('\n')}\n`);
}

function describe(error: unknown): Report {
  if (error instanceof KoppelError) {
    const { code, message, details } = error;
    const unmet = details['unmet'] as Report['unmet'];
    const told = { ...(details.faults ? { faults: details.faults } : {}), ...(unmet ? { unmet } : {}) };
    return { code, message, ...told, next: nextStep(code) };
  }
  if (error instanceof UsageError) return { code: 'usage', message: error.message };
  if (error instanceof StartError) return { code: `start.${error.fault}`, message: error.message };
  if (isUnreadableFile(error)) return { code: 'usage', message: `Nothing can be read from ${error.path}.` };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, next: 'Run it again with KOPPEL_DEBUG=1 and report what it prints.' };
}

/** A file that was named and is not there, is a directory, or belongs to somebody else. */
function isUnreadableFile(error: unknown): error is Error & { readonly path: string } {
  const { code, path } = error as { readonly code?: unknown; readonly path?: unknown };
  return error instanceof Error && typeof path === 'string' && /^(ENOENT|EISDIR|EACCES)$/.test(String(code));
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || isUnreadableFile(error)) return exitCodes.usage;
  if (error instanceof CheckFailure) return exitCodes.notVerified;
  if (error instanceof StartError) return exitCodes.cannotStart;
  if (!(error instanceof KoppelError)) return exitCodes.unexpected;
  return error.retryable ? exitCodes.unavailable : exitCodes.refused;
}
