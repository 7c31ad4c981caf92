import type { Command } from 'commander';
import { withExamples } from '../command.ts';
import type { Context } from '../context.ts';
import type { ProcessCommand } from './command-spec.ts';

/** Why what is personal is read from a file. */
export const documentHint =
  'as JSON from a file or standard input, so that no personal data stands in the history of a shell';

/** Adds commands that each do one thing over the public interface; what they need to run is loaded when they run. */
export function addProcessCommands(group: Command, context: Context, commands: readonly ProcessCommand[]): void {
  for (const spec of commands) {
    const command = group.command(spec.usage).description(spec.description);
    for (const [flags, description] of optionsOf(spec)) command.option(flags, description);
    command.option('--id', 'print nothing but the id, for the next command; of a list, one on each line');
    command.action(async (...given: unknown[]) => {
      const options = given.at(-2) as Readonly<Record<string, string | boolean | undefined>>;
      const { runProcessCommand } = await import('./run-process-command.ts');
      await runProcessCommand(context, spec, { words: given.slice(0, -2) as (string | undefined)[], options });
    });
    withExamples(command, ...spec.examples);
  }
}

const actionOptions = [
  ['--reasons <text>', 'why; every partner of the case will read it, so name nobody'],
  ['--input <file>', 'statements, attendance, result or lessons as JSON; "-" is standard input'],
  ['--conference <id>', 'the meeting whose attendance counts'],
  ['--propose', 'put it before whoever is accountable'],
  ['--if-version <version>', 'only if nobody changed it since this version'],
] as const;

const pageOptions = [
  ['--limit <count>', 'at most so many, 200 at most'],
  ['--after <cursor>', 'the next page, as the one before told'],
] as const;

function optionsOf({
  body,
  method = 'GET',
  view,
  options = [],
}: ProcessCommand): readonly (readonly [string, string])[] {
  if (body === 'action') return actionOptions;
  const isList = method === 'GET' && !['record', 'plan', 'plain'].includes(view);
  return isList ? [...options, ...pageOptions] : options;
}
