import { CommanderError } from 'commander';
import { Context, type Surroundings } from './context.ts';
import { exitCodes } from './exit-code.ts';
import { createProgram } from './program.ts';

/** Runs one command line, told without the program's name, and answers its exit code. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const context = new Context(surroundings);
  // Faults in the options themselves come before anybody has read them.
  context.options = { json: args.includes('--json') };
  try {
    await createProgram(context).parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    // Help, a version and a word that nobody knows have been told already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { exitCodeOf, reportFailure } = await import('./report-failure.ts');
    reportFailure(error, context);
    if (surroundings.env['KOPPEL_DEBUG'])
      context.writeError(`${String(error instanceof Error ? error.stack : error)}\n`);
    return exitCodeOf(error);
  }
}
