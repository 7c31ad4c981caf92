import { describe, expect, test } from '@jest/globals';
import { createUuidV7 } from '../../src/index.ts';
import { MEMORY_MS } from '../../src/verify/exchange-states.ts';
import { LogHistory, type EntryFacts } from '../../src/verify/log-history.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const factsAt = (atMs: number, change: Partial<EntryFacts> = {}): EntryFacts => ({
  type: 'process.recorded',
  id: createUuidV7(atMs),
  at: new Date(atMs).toISOString(),
  isSigned: false,
  ...change,
});

describe('the times of entries', () => {
  test('may go back by a minute, and not by more', () => {
    const history = new LogHistory(true);
    expect(history.accept(factsAt(start))).toBeUndefined();
    expect(history.accept(factsAt(start - 60_000))).toBeUndefined();
    expect(history.accept(factsAt(start - 60_001))).toBe('entry.back-dated');
    expect(history.accept(factsAt(start + 1))).toBeUndefined();
    expect(history.accept(factsAt(start - 60_000))).toBe('entry.back-dated');
  });

  test('are those of their ids', () => {
    const history = new LogHistory(true);
    expect(history.accept(factsAt(start, { id: createUuidV7(start + 1) }))).toBe('entry.back-dated');
    expect(history.accept(factsAt(start, { id: createUuidV7(start - 1) }))).toBe('entry.post-dated');
  });

  test('are no more than a minute before the time of the exchange', () => {
    const question = (ms: number) => factsAt(start, { type: 'request.disclosed', exchange: createUuidV7(ms) });
    expect(new LogHistory(true).accept(question(start + 60_000))).toBeUndefined();
    expect(new LogHistory(true).accept(question(start + 60_001))).toBe('entry.back-dated');
  });

  test('exist', () => {
    expect(new LogHistory(true).accept(factsAt(start, { at: '2026-02-30T08:00:00.000Z' }))).toBe('entry.invalid');
  });
});

test('an id is new', () => {
  const history = new LogHistory(true);
  const facts = factsAt(start);
  expect([history.accept(facts), history.accept(facts)]).toEqual([undefined, 'entry.replayed']);
});

test('an id is forgotten once it could be no more than one that is too old', () => {
  const history = new LogHistory(true);
  const first = factsAt(start);
  const muchLater = start + 3 * MEMORY_MS;
  for (let atMs = start; atMs <= muchLater; atMs += MEMORY_MS) history.accept(atMs === start ? first : factsAt(atMs));
  expect(history.accept({ ...first, at: new Date(muchLater).toISOString() })).toBe('entry.post-dated');
});

test('a question waits for its answer, and an entry of no exchange for none', () => {
  const history = new LogHistory(true);
  expect(history.unanswered).toBe(0);
  const exchange = createUuidV7(start);
  history.accept(factsAt(start));
  expect(history.accept(factsAt(start, { type: 'request.disclosed', exchange }))).toBeUndefined();
  expect(history.unanswered).toBe(1);
  expect(history.accept(factsAt(start + 5, { type: 'reply.released', exchange }))).toBeUndefined();
  expect(history.unanswered).toBe(0);
});

test('an answer without its question is believed in a part of a log only, up to a minute after its first entry', () => {
  const answerTo = (ms: number) => factsAt(ms, { type: 'reply.released', exchange: createUuidV7(ms) });
  expect(new LogHistory(true).accept(answerTo(start))).toBe('exchange.reply-without-request');
  const part = new LogHistory(false);
  part.accept(factsAt(start));
  expect(part.accept(answerTo(start + 60_000))).toBeUndefined();
  expect(part.accept(answerTo(start + 60_001))).toBe('exchange.reply-without-request');
});
