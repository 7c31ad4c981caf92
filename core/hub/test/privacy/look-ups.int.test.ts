import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyExport, type LedgerEntry } from '@koppel/ledger';
import { mayWriteLedger, without } from '../faults/outage.ts';
import { oins } from '../fixtures.ts';
import { Region } from '../region.ts';

const subject = { kind: 'bsn', value: '999990019' };
const nobody = { kind: 'bsn', value: '999990020' };
const activities = '/v1/processing-activities';
const disclosures = '/v1/ledger/disclosures';

let region: Region;
let before: number;

beforeAll(async () => {
  region = await Region.open();
  const { agreement } = await region.agree();
  await region.ask(agreement.id);
  await region.ask(agreement.id);
});
beforeEach(async () => {
  before = (await region.ledger()).length;
});
afterAll(() => region.close());

const added = async (): Promise<LedgerEntry[]> => (await region.ledger()).slice(before) as LedgerEntry[];
const requester = {
  type: 'ledger.consulted',
  action: 'consult',
  organisation: { oin: oins.requester, client: 'intake' },
};

describe('whoever looks up in the log who received what about somebody', () => {
  test('leaves one entry: who looked, for what and under which trace, and not about whom', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const found = await region.requester.post<{ disclosures: unknown[] }>(disclosures, { subject }, { traceparent });
    const trace = 'a'.repeat(32);
    const operation = 'ledger.list-disclosures';
    expect(await added()).toEqual([
      { v: 1, id: expect.any(String), at: expect.any(String), ...requester, operation, trace },
    ]);
    expect(found.disclosures).toHaveLength(4);
  });

  test('leaves the same when there is nothing to find, so that the log does not tell', async () => {
    await expect(region.requester.post(disclosures, { subject: nobody })).resolves.toEqual({ disclosures: [] });
    const entries = await added();
    expect(entries).toMatchObject([{ ...requester, operation: 'ledger.list-disclosures' }]);
    expect(JSON.stringify(entries)).not.toContain(nobody.value);
  });
});

test('whoever reads processing records leaves one entry for each page, however much is on it', async () => {
  const { next } = await region.requester.get<{ next: string }>(`${activities}?limit=1`);
  await region.requester.get(`${activities}?limit=10&after=${next}`);
  const operation = 'ledger.list-activities';
  expect(await added()).toMatchObject([
    { ...requester, operation },
    { ...requester, operation },
  ]);
});

test('the operator leaves an entry like everybody else', async () => {
  await region.operator.post(disclosures, { subject });
  expect(await added()).toMatchObject([{ type: 'ledger.consulted', organisation: { oin: oins.operator } }]);
});

test('nothing is shown of what cannot be logged', async () => {
  await without(region.database, mayWriteLedger, async () => {
    const refused = { code: 'ledger.unavailable' };
    await expect(region.requester.post(disclosures, { subject })).rejects.toMatchObject(refused);
    await expect(region.requester.get(activities)).rejects.toMatchObject(refused);
  });
  expect(await added()).toEqual([]);
});

test('the log with its look-ups is one that anybody can verify, and reading that adds nothing', async () => {
  const lines = await region.requester.stream('/v1/ledger/export');
  await expect(verifyExport(lines)).resolves.toMatchObject({ isGood: true, faults: 0 });
  expect(await added()).toEqual([]);
});
