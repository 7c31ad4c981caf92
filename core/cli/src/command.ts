import type { Command } from 'commander';
import type { Context } from './context.ts';

/** Adds a group of commands to the program. */
export type CommandGroup = (program: Command, context: Context) => void;

/** Ends a command's help with examples; each starts after `koppel`. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ koppel ${example}`).join('\n')}`);
}

/** For an option that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
