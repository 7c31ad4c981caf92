import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LedgerEntryDraft } from '../../src/platform/actions.ts';
import { agreementId, oins } from '../fixtures.ts';
import { anEvent, aQuestion, LogRoom } from './log-room.ts';

let room: LogRoom;
beforeAll(async () => {
  room = await LogRoom.open();
});
afterAll(() => room.close());

const many = (count: number) => Array.from({ length: count }, () => aQuestion(room.clock.time));

test('tells the digests of one type of entry in the order of the log, from where somebody left off', async () => {
  const ledger = await room.node();
  const from = (await ledger.append(many(3))).length;
  await ledger.append([anEvent('1'), ...many(2), anEvent('2'), anEvent('2', 'process.voided'), anEvent('3')]);
  const ask = (at: number, limit = 10) => ledger.digestsOf({ types: ['process.recorded'], from: at, limit });
  const numbersIn = ({ entries }: Awaited<ReturnType<typeof ask>>) => entries.map(({ digest }) => Number(digest));
  const all = await ask(from);
  expect(all.entries.map(({ index }) => index - from)).toEqual([0, 3, 5]);
  expect(all.entries[0]?.at).toBe(new Date(room.clock.time).toISOString());
  expect([numbersIn(all), all.next]).toEqual([[1, 2, 3], from + 6]);
  const some = await ask(from, 2);
  expect([numbersIn(some), some.next]).toEqual([[1, 2], from + 4]);
  expect(numbersIn(await ask(some.next))).toEqual([3]);
  expect(await ask(all.next)).toEqual({ entries: [], next: all.next });
  expect(await ask(all.next + 7)).toEqual({ entries: [], next: all.next + 7 });
});

test('looks through so many entries at a time and still misses none', async () => {
  const ledger = await room.node();
  const { size: from } = await ledger.checkpoint();
  await ledger.append([...many(2500), anEvent('7'), ...many(2500), anEvent('8')]);
  const pages = [await ledger.digestsOf({ types: ['process.recorded'], from, limit: 10 })];
  for (let at = from; pages.at(-1)?.next !== at; ) {
    at = pages.at(-1)?.next ?? at;
    pages.push(await ledger.digestsOf({ types: ['process.recorded'], from: at, limit: 10 }));
  }
  expect(pages.map(({ entries }) => entries.map(({ digest }) => Number(digest)))).toEqual([[], [7], [8], []]);
  expect(pages.map(({ next }) => next - from)).toEqual([2000, 4000, 5002, 5002]);
});

test.each<[string, Partial<LedgerEntryDraft>]>([
  ['its collaboration', { collaboration: 'example-region' }],
  ['an organisation', { organisation: { oin: oins.requester } }],
  ['an agreement', { agreement: { id: agreementId, version: 1 } }],
  ['a trace', { trace: 'a'.repeat(32) }],
  ['a person', { actor: { id: 'emp-7f3a91', role: 'case-chair' } }],
])('takes no event of a case that tells %s', async (_what, told) => {
  const ledger = await room.node();
  const { size } = await ledger.checkpoint();
  await expect(ledger.append([{ ...anEvent('9'), ...told }])).rejects.toMatchObject({ code: 'hub.failed' });
  await expect(ledger.checkpoint()).resolves.toMatchObject({ size });
});
