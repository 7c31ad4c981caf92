import { diffModels, type ModelChange } from '@koppel/process';
import type { Context } from '../context.ts';
import { readModel } from './read-model.ts';

const signs: Readonly<Record<ModelChange['kind'], string>> = { added: '+', removed: '-', changed: '~', moved: '↕' };

/** Prints what became different, by part of the model; both places are files or ids of versions. */
export async function compareModels(context: Context, from: string, to: string): Promise<void> {
  const changes = diffModels(await readModel(context, from), await readModel(context, to));
  context.print({ changes }, () => {
    if (changes.length === 0) return 'Both say the same.';
    const parts = Object.entries(Object.groupBy(changes, ({ part }) => part));
    return parts.flatMap(([part, inPart = []]) => [context.paint('bold', part), ...inPart.map(lineOf)]).join('\n');
  });
}

function lineOf({ kind, path, from, to }: ModelChange): string {
  const start = `  ${signs[kind]} ${path}`;
  if (kind === 'added' || kind === 'removed') return `${start} ${describe(kind === 'added' ? to : from)}`;
  return `${start}: ${describe(from)} → ${describe(to)}`;
}

const longestValue = 100;

function describe(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}
