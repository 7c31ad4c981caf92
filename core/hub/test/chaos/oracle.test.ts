import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Oracle, type Testimony } from './oracle.ts';

type Line = { readonly type: string; readonly exchange: string; readonly transaction: string };

const question = (name: string): Line => ({ type: 'request.disclosed', exchange: name, transaction: `t-${name}` });
const answer = (name: string): Line => ({ ...question(name), type: 'reply.released' });
const receipt = { exchange: 'one', transaction: 't-one', requestIndex: 0, replyIndex: 1 };
const keys = new Map([
  ['t-one', 'key'],
  ['t-two', 'other key'],
]);
const good: Testimony = { receipts: [receipt], heard: ['t-one'], keys };

let oracle: Oracle;
beforeEach(() => {
  oracle = new Oracle();
});

/** Cut in pieces that end nowhere in particular, as they come from a network. */
function read(...lines: readonly Line[]): Promise<void> {
  const text = ['{"format":"koppel-ledger-export/1"}', ...lines.map((entry) => JSON.stringify({ entry }))].join('\n');
  return oracle.read(Readable.from(text.match(/[^]{1,17}/g) ?? []));
}

describe('the oracle', () => {
  test('finds nothing where nothing is wrong, and reads on where it was', async () => {
    await read(question('one'), answer('one'));
    expect(oracle.judge(good)).toEqual({ lost: 0, doubled: 0, unlogged: 0 });
    await read(question('two'));
    expect(oracle.size).toBe(3);
    expect(oracle.judge({ ...good, heard: ['t-one', 't-two'] })).toEqual({ lost: 0, doubled: 0, unlogged: 0 });
  });

  test.each([
    ['the answer is not logged', [question('one')]],
    ['the question is logged elsewhere', [question('two'), answer('one'), question('one')]],
    ['another answer is logged there', [question('one'), answer('two')]],
  ])('counts a receipt as lost when %s', async (_title, lines) => {
    await read(...lines);
    expect(oracle.judge({ ...good, heard: [] }).lost).toBe(1);
  });

  test('counts an exchange that was answered twice', async () => {
    await read(question('one'), answer('one'), answer('one'));
    expect(oracle.judge({ ...good, keys: new Map() }).doubled).toBe(1);
  });

  test('counts a key that was answered in two exchanges', async () => {
    await read(question('one'), answer('one'), question('two'), answer('two'));
    const sameKey = new Map([
      ['t-one', 'key'],
      ['t-two', 'key'],
    ]);
    expect(oracle.judge({ ...good, keys: sameKey }).doubled).toBe(1);
  });

  test('counts a question that was heard twice', async () => {
    await read(question('one'), answer('one'));
    expect(oracle.judge({ ...good, heard: ['t-one', 't-one'] }).doubled).toBe(1);
  });

  test('counts a question that was heard and not logged', async () => {
    await read(question('one'), answer('one'));
    expect(oracle.judge({ ...good, heard: ['t-one', 't-three'] }).unlogged).toBe(1);
  });
});
