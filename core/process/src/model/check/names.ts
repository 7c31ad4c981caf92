import type { Fault } from '@koppel/contract';
import { isRecord } from './schema-node.ts';
import type { ModelRule } from './rule.ts';

/** By what an element of a list is known. */
const keys = ['id', 'level', 'event', 'member'] as const;

/** Nothing has the name of its neighbour, and no text that people read is blank. */
export const nameFaults: ModelRule = (model) => valueFaults(model, '');

function* valueFaults(value: unknown, path: string): Generator<Fault> {
  if (Array.isArray(value)) {
    yield* repeatFaults(value, path);
    for (const [index, element] of value.entries()) yield* valueFaults(element, `${path}/${index}`);
  } else if (isRecord(value)) {
    yield* blankFaults(value, path);
    for (const [name, member] of Object.entries(value)) yield* valueFaults(member, `${path}/${name}`);
  }
}

function* repeatFaults(list: readonly unknown[], path: string): Generator<Fault> {
  const seen = new Set<string>();
  for (const [index, element] of list.entries()) {
    const { name, at } = nameOf(element, `${path}/${index}`);
    if (name === '') continue;
    if (seen.has(name)) yield { path: at, message: `repeats "${name}"` };
    seen.add(name);
  }
}

/** What an element is known by and where that stands; an empty text for what has no name. */
function nameOf(element: unknown, path: string): { readonly name: string; readonly at: string } {
  if (!isRecord(element)) return { name: typeof element === 'string' ? element : '', at: path };
  const key = keys.find((candidate) => typeof element[candidate] === 'string');
  return key === undefined ? { name: '', at: path } : { name: String(element[key]), at: `${path}/${key}` };
}

function* blankFaults(text: Readonly<Record<string, unknown>>, path: string): Generator<Fault> {
  for (const language of ['nl', 'en']) {
    const words = text[language];
    const isBlank = typeof words === 'string' && words !== '' && words.trim() === '';
    if (isBlank) yield { path: `${path}/${language}`, message: 'must not be blank' };
  }
}
