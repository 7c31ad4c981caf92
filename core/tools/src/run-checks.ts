import type { Command } from './run-command.ts';
import { runCommand } from './run-command.ts';

export interface Check extends Command {
  name: string;
  /** The sentence a reader of the failure needs next. */
  repair: string;
}

export interface CheckReport {
  passed: string[];
  failed: string[];
}

/** Runs the checks one after the other and writes progress, and each failure with its output and repair, to `write`. */
export async function runChecks(checks: Check[], write: (text: string) => void): Promise<CheckReport> {
  const report: CheckReport = { passed: [], failed: [] };
  for (const check of checks) {
    write(`${check.name.padEnd(12)} `);
    const outcome = await runCommand(check);
    (outcome.ok ? report.passed : report.failed).push(check.name);
    write(`${outcome.ok ? 'ok' : 'FAILED'} (${(outcome.durationMs / 1000).toFixed(1)} s)\n`);
    if (!outcome.ok) write(describeFailure(check, outcome.output));
  }
  return report;
}

function describeFailure({ name, program, args, repair }: Check, output: string): string {
  const command = ['npx', program, ...args].join(' ');
  return `\n${output.trimEnd()}\n\n  ${repair}\n  Again: npm run check -- ${name}   (${command})\n\n`;
}
