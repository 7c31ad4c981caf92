import type { LedgerEntry } from '../../src/index.ts';
import { createEntry } from '../sample-log.ts';
import { AFTER_CHECKPOINT, edit, entryAt, lineFor, lineOf, renumber, VICTIM, type Tampering } from './forgery.ts';

/** A late entry that belongs to no exchange, so that nothing but its place is wrong. */
const stray = (entries: readonly LedgerEntry[]): LedgerEntry =>
  createEntry(Date.parse(entries[VICTIM]?.at ?? ''), {
    type: 'organisation.registered',
    action: 'change',
    organisation: { oin: '00000009999999999999' },
  });

/** By somebody who has the export and no key. */
export const entryTamperings: readonly Tampering[] = [
  {
    name: 'an entry is changed',
    code: 'entry.changed',
    index: VICTIM,
    apply: ({ lines }) => edit(lines, VICTIM, (line) => line.replace('"public-order"', '"public-peace"')),
  },
  {
    name: 'an entry is changed and its leaf hash with it',
    code: 'history.rewritten',
    index: AFTER_CHECKPOINT,
    isExact: false,
    apply: ({ lines }) =>
      edit(lines, VICTIM, () => lineFor({ ...entryAt(lines, VICTIM), purpose: 'public-peace' }, VICTIM)),
  },
  {
    name: 'only the leaf hash is changed',
    code: 'entry.changed',
    index: VICTIM,
    apply: ({ lines }) =>
      edit(lines, VICTIM, (line) =>
        line.replace(/"leaf":"[^"]+"/, `"leaf":"${Buffer.alloc(32, 1).toString('base64')}"`),
      ),
  },
  {
    name: 'an entry is removed',
    code: 'entry.removed',
    index: VICTIM,
    apply: ({ lines }) => lines.toSpliced(lineOf(lines, VICTIM), 1),
  },
  {
    name: 'an entry is removed and the rest is renumbered',
    code: 'entry.removed',
    index: AFTER_CHECKPOINT,
    isExact: false,
    apply: ({ lines, entries }) =>
      renumber(
        lines.toSpliced(
          lineOf(
            lines,
            entries.findIndex(({ type }, i) => i > AFTER_CHECKPOINT && type === 'request.refused'),
          ),
          1,
        ),
      ),
  },
  {
    name: 'two entries are swapped',
    code: 'entry.reordered',
    index: VICTIM,
    apply: ({ lines }) => {
      const [first, second] = [lineOf(lines, VICTIM), lineOf(lines, VICTIM + 4)];
      return lines.with(first, lines[second] ?? '').with(second, lines[first] ?? '');
    },
  },
  {
    name: 'an entry is inserted under the index of another',
    code: 'entry.inserted',
    index: VICTIM,
    apply: ({ lines, entries }) => lines.toSpliced(lineOf(lines, VICTIM), 0, lineFor(stray(entries), VICTIM)),
  },
  {
    name: 'an entry is inserted and the rest is renumbered',
    code: 'entry.inserted',
    index: AFTER_CHECKPOINT,
    isExact: false,
    apply: ({ lines, entries }) => renumber(lines.toSpliced(lineOf(lines, VICTIM), 0, lineFor(stray(entries), VICTIM))),
  },
  {
    name: 'an entry is added behind the last checkpoint',
    code: 'entry.inserted',
    index: 95,
    apply: ({ lines, entries }) => [...lines, lineFor(stray(entries), entries.length)],
  },
  {
    name: 'an entry is replayed',
    code: 'entry.replayed',
    index: VICTIM,
    apply: ({ lines }) => lines.toSpliced(lineOf(lines, VICTIM + 5), 0, lines[lineOf(lines, VICTIM)] ?? ''),
  },
  {
    name: 'an entry is written in another encoding',
    code: 'entry.not-canonical',
    index: VICTIM,
    apply: ({ lines }) => edit(lines, VICTIM, (line) => line.replace('{"entry":{', '{"entry": {')),
  },
  {
    name: 'an entry names a key twice',
    code: 'entry.not-canonical',
    index: VICTIM,
    apply: ({ lines }) => edit(lines, VICTIM, (line) => line.replace('"v":1', '"v":1,"v":1')),
  },
  {
    name: 'a line is no JSON',
    code: 'line.malformed',
    index: VICTIM,
    apply: ({ lines }) => lines.toSpliced(lineOf(lines, VICTIM), 0, 'rubbish\n'),
  },
];
