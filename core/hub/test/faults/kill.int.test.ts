import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HubClient } from '@koppel/local';
import { verifyExport, type LedgerEntry } from '@koppel/ledger';
import { waitUntil } from '@koppel/testkit';
import { Load, type Told } from './load.ts';
import { MortalSite, victims } from './mortal-site.ts';
import { agreeAt } from './seat.ts';

/** More of them for a campaign: `KOPPEL_KILLS=200 npm test -- core/hub/test/faults/kill`. */
const kills = Number(process.env['KOPPEL_KILLS'] ?? 20);
const inFlight = 8;
const timeoutMs = 60_000 + kills * 12_000;

type Entry = Pick<LedgerEntry, 'type' | 'exchange' | 'transaction'>;

let site: MortalSite;
let requester: HubClient;
let entries: Entry[];
let told: Told[];

beforeAll(async () => {
  site = await MortalSite.open();
  const agreed = await agreeAt(site.url, site.operatorKey);
  requester = agreed.requester;
  const load = new Load({ client: requester, agreement: agreed.agreement, inFlight });
  try {
    await killOnAndOn(load);
  } finally {
    await load.stop();
  }
  told = load.told;
  entries = await readEntries();
}, timeoutMs);
afterAll(() => site?.close(), 30_000);

async function killOnAndOn(load: Load): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const victim = victims[kill % victims.length] ?? 'hub';
    const { released } = load;
    await waitUntil(() => load.released >= released + inFlight, 'the load goes on', 30_000);
    // Never at the same moment of an exchange.
    const heard = site.source.count + ((kill * 7) % 13);
    await waitUntil(() => site.source.count > heard, 'the source is being asked', 30_000);
    await site.replace(victim);
  }
  const { released } = load;
  await waitUntil(() => load.released >= released + inFlight, 'the load goes on after the last kill', 30_000);
}

/** The entries of the export, each at its index. */
async function readEntries(): Promise<Entry[]> {
  let text = '';
  for await (const chunk of await requester.stream('/v1/ledger/export')) text += String(chunk);
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => {
    const { entry } = JSON.parse(line) as { entry?: Entry };
    return entry ? [entry] : [];
  });
}

const repeated = (values: readonly (string | undefined)[]): unknown[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

const ofType = (type: Entry['type']): Entry[] => entries.filter((entry) => entry.type === type);

describe(`after ${kills} kills of hub, adapter, nats-server and PostgreSQL under load`, () => {
  test('every question that the source heard was logged before, and was heard once', () => {
    const receipts = site.source.receipts();
    const logged = new Set(ofType('request.disclosed').map(({ transaction }) => transaction));
    expect(receipts.length).toBeGreaterThan(kills * inFlight);
    expect(receipts.filter((transaction) => !logged.has(transaction))).toEqual([]);
    expect(repeated(receipts)).toEqual([]);
  });

  test('every answer that a caller got is logged at the index that it was told', () => {
    const replies = told.flatMap(({ reply }) => reply ?? []);
    expect(replies.length).toBeGreaterThan(kills * inFlight);
    for (const { exchange, transaction, ledger } of replies) {
      expect(entries[ledger.requestIndex]).toMatchObject({ type: 'request.disclosed', exchange, transaction });
      expect(entries[ledger.replyIndex]).toMatchObject({ type: 'reply.released', exchange, transaction });
    }
  });

  test('no exchange was asked or answered twice', () => {
    expect(repeated(ofType('request.disclosed').map(({ exchange }) => exchange))).toEqual([]);
    expect(repeated(ofType('reply.released').map(({ exchange }) => exchange))).toEqual([]);
  });

  test('no idempotency key was answered twice, and who repeats it is told where its answer is logged', () => {
    const keys = new Map(told.map(({ transaction, key }) => [transaction, key]));
    const keyOf = ({ transaction }: Entry): string | undefined => keys.get(String(transaction));
    expect(repeated(ofType('reply.released').map(keyOf))).toEqual([]);
    const repeats = told.filter(({ problem }) => problem?.code === 'exchange.already-answered');
    expect(repeats.length).toBeGreaterThan(kills);
    for (const { key, problem } of repeats) {
      const entry = entries[Number(problem?.details.ledgerIndex)];
      expect([entry?.type, entry && keyOf(entry)]).toEqual(['reply.released', key]);
    }
  });

  test('every caller who got no answer was told to come back, never that the hub is broken', () => {
    const problems = told.flatMap(({ problem }) => problem ?? []);
    expect(problems.length).toBeGreaterThan(kills);
    const final = problems.filter(({ code, retryable }) => !retryable && code !== 'exchange.already-answered');
    expect(final.map(({ code }) => code)).toEqual([]);
  });

  test('the whole ledger verifies', async () => {
    await expect(verifyExport(await requester.stream('/v1/ledger/export'))).resolves.toMatchObject({
      isGood: true,
      faults: 0,
    });
  });
});
