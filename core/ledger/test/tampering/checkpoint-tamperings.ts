import { checkpointLine, CompactRange, parseCheckpoint, signCheckpoint, type NoteSigner } from '../../src/index.ts';
import { createSampleSigner } from '../sample-log.ts';
import { lastCheckpoint, lineOf, noteIn, rewrite, type Tampering } from './forgery.ts';

/** Forgeries of what the log signs, and of its name. */
export const checkpointTamperings: readonly Tampering[] = [
  {
    name: 'all checkpoints are signed again by another key',
    code: 'checkpoint.wrong-key',
    index: null,
    apply: async ({ lines, signer }) => {
      const other = createSampleSigner(signer.key.name);
      return Promise.all(lines.map((line) => resign(line, other)));
    },
  },
  {
    name: 'the whole log is rewritten under another key of the same name',
    code: 'header.key-mismatch',
    index: null,
    apply: ({ entries, signer }) => rewrite(entries, createSampleSigner(signer.key.name)),
  },
  {
    name: 'a checkpoint is edited',
    code: 'checkpoint.signature-invalid',
    index: null,
    apply: ({ lines }) =>
      lines.with(
        lastCheckpoint(lines),
        checkpointLine(noteIn(lines[lastCheckpoint(lines)]).replace('\n95\n', '\n94\n')),
      ),
  },
  {
    name: 'a checkpoint is followed by more',
    code: 'checkpoint.malformed',
    index: null,
    apply: ({ lines }) =>
      lines.with(lastCheckpoint(lines), checkpointLine(`${noteIn(lines[lastCheckpoint(lines)])}more\n`)),
  },
  {
    name: 'a checkpoint is written in another encoding',
    code: 'line.malformed',
    index: 95,
    apply: ({ lines }) =>
      lines.with(
        lastCheckpoint(lines),
        (lines[lastCheckpoint(lines)] ?? '').replace('{"checkpoint":', '{ "checkpoint":'),
      ),
  },
  {
    name: 'a checkpoint of another root is signed with the key of the log',
    code: 'history.rewritten',
    index: 75,
    isExact: false,
    apply: async ({ lines, signer }) => {
      const checkpoint = { origin: signer.key.name, size: 95, root: Buffer.alloc(32, 9) };
      return lines.with(lastCheckpoint(lines), checkpointLine(await signCheckpoint(checkpoint, signer)));
    },
  },
  {
    name: 'a checkpoint is rolled back to an earlier one',
    code: 'checkpoint.rolled-back',
    index: 25,
    apply: ({ lines }) => lines.toSpliced(lineOf(lines, 80), 0, lines[lineOf(lines, 25) - 1] ?? ''),
  },
  {
    name: 'the header is of another log',
    code: 'header.origin-mismatch',
    index: null,
    apply: ({ lines, signer }) =>
      lines.with(0, (lines[0] ?? '').replace(`"origin":"${signer.key.name}"`, '"origin":"ledger.example/other"')),
  },
  {
    name: 'the whole export is of another log',
    code: 'header.origin-mismatch',
    index: null,
    apply: ({ entries }) => rewrite(entries, createSampleSigner('ledger.example/other')),
  },
  {
    name: 'the header says that the log ends before it begins',
    code: 'header.malformed',
    index: null,
    apply: ({ lines }) =>
      lines.with(0, (lines[0] ?? '').replace('"from":0', '"from":128').replace('"edge":[]', edgeOf(1))),
  },
  {
    name: 'the header has an edge of another length',
    code: 'header.malformed',
    index: null,
    apply: ({ lines }) => lines.with(0, (lines[0] ?? '').replace('"edge":[]', edgeOf(1))),
  },
  {
    name: 'a checkpoint is of another log',
    code: 'checkpoint.origin-mismatch',
    index: null,
    apply: async ({ lines }) => lines.with(lastCheckpoint(lines), await otherLogsCheckpoint()),
  },
  {
    name: 'there is no header',
    code: 'header.malformed',
    index: null,
    apply: ({ lines }) => lines.slice(1),
  },
];

async function resign(line: string, signer: NoteSigner): Promise<string> {
  if (!line.startsWith('{"checkpoint":')) return line;
  const checkpoint = parseCheckpoint(noteIn(line));
  if (checkpoint === undefined) throw new Error('the honest export has a broken checkpoint');
  return checkpointLine(await signCheckpoint(checkpoint, signer));
}

async function otherLogsCheckpoint(): Promise<string> {
  const other = createSampleSigner('ledger.example/other');
  const range = new CompactRange();
  return checkpointLine(await signCheckpoint({ origin: other.key.name, size: 0, root: range.root() }, other));
}

const edgeOf = (count: number): string =>
  `"edge":[${Array.from({ length: count }, () => `"${Buffer.alloc(32).toString('base64')}"`).join(',')}]`;
