import { expect, test } from '@jest/globals';
import { runExchange } from '../src/exchange/run-exchange.ts';
import { isSound } from '../src/exchange/results.ts';
import { renderTable } from '../src/exchange/table.ts';

test('one short round runs every path, finds every answer right and twice in the ledger, and tells it', async () => {
  const sentences: string[] = [];
  const options = { isJson: true, rounds: 1, seconds: 0.2, warmUpSeconds: 0.2, connections: 4 };
  const results = await runExchange(options, (sentence) => sentences.push(sentence));
  expect(results).toMatchObject({ errors: 0, complaints: [], ledger: { verified: true } });
  expect(results.ledger.entries).toBe(2 * results.ledger.answers);
  expect(results.ledger.answers).toBeGreaterThan(0);
  expect(isSound(results)).toBe(true);
  expect(isSound({ ...results, ledger: { ...results.ledger, entries: results.ledger.entries - 1 } })).toBe(false);
  for (const figure of ['governedPerSecond', 'ratioToBare', 'ratioToNodeRed'] as const) {
    expect(results[figure]).toBeGreaterThan(0);
  }
  expect(results.p99AddedMs).toEqual(expect.any(Number));
  expect(renderTable(results)).toMatch(/^governed .*\nbare .*\nnode-red .*\nraw-nats /m);
  expect(sentences.at(-1)).toMatch(/ledger/i);
}, 120_000);
