import { lineOf, type Tampering } from './forgery.ts';

/** Ways to hide the latest entries. */
export const cutTamperings: readonly Tampering[] = [
  {
    name: 'the last entries are cut off',
    code: 'export.truncated',
    index: 80,
    apply: ({ lines }) => lines.slice(0, lineOf(lines, 80)),
  },
  {
    name: 'the last entries are cut off down to an earlier checkpoint',
    code: 'export.truncated',
    index: 75,
    apply: ({ lines }) => lines.slice(0, lineOf(lines, 75)),
  },
  {
    name: 'the last line is cut in half',
    code: 'export.truncated',
    index: 95,
    apply: ({ lines }) => [...lines.slice(0, -1), lines.at(-1)?.slice(0, 50) ?? ''],
  },
  {
    name: 'the last checkpoint is cut off',
    code: 'checkpoint.missing',
    index: 75,
    apply: ({ lines }) => lines.slice(0, -1),
  },
  {
    name: 'the log is cut back to an earlier checkpoint, the header as well',
    code: 'checkpoint.rolled-back',
    index: 75,
    isHeld: true,
    apply: ({ lines }) => lines.slice(0, lineOf(lines, 75)).with(0, (lines[0] ?? '').replace('"to":95', '"to":75')),
  },
];
