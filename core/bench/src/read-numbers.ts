import { parseArgs } from 'node:util';
import { wholeNumber, type Bounds } from './whole-number.ts';

interface NumberOption extends Bounds {
  /** As it is typed, without the dashes. */
  readonly option: string;
  readonly preset: number;
}

type Numbers<Name extends string> = Readonly<Record<Name, number>> & { readonly isJson: boolean };

/**
 * Reads the options of a benchmark that has whole numbers, `--json` and `--help`, and nothing else.
 * @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for.
 */
export function readNumbers<Name extends string>(
  args: readonly string[],
  numbers: Readonly<Record<Name, NumberOption>>,
): Numbers<Name> | undefined {
  const own = Object.entries<NumberOption>(numbers);
  const texts = own.map(([, { option, preset }]) => [option, { type: 'string', default: String(preset) } as const]);
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...(Object.fromEntries(texts) as Record<string, { type: 'string'; default: string }>),
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const read = own.map(([name, { option, ...bounds }]) => [
    name,
    wholeNumber(option, String((values as Record<string, unknown>)[option]), bounds),
  ]);
  return { ...(Object.fromEntries(read) as Record<Name, number>), isJson: values.json };
}
