import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { meetHub } from '../meet-hub.ts';

describe('koppel ledger', () => {
  test('disclosures reads the subject from standard input and sends it in a body, never in an address', async () => {
    const { hub, koppel } = await meetHub({ 'POST /v1/ledger/disclosures': { body: { disclosures: [] } } });
    const subject = { kind: 'bsn', value: '999990019' };
    const { output } = await koppel.run(['ledger', 'disclosures', '--subject', '-'], JSON.stringify(subject));
    expect(hub.seen).toMatchObject([{ path: '/v1/ledger/disclosures', body: { subject } }]);
    expect(output).toContain('Nothing was disclosed');
  });

  test('disclosures goes on until the last page', async () => {
    const entry = (index: number) => ({ index, entry: { at: '2026-03-02T08:00:00.000Z', type: 'reply.released' } });
    const [first, last] = [{ disclosures: [entry(9), entry(8)], next: 8 }, { disclosures: [entry(2)] }];
    const answer = ({ body }: { body: { before?: number } }) => (body.before === 8 ? last : first);
    const { hub, koppel } = await meetHub({ 'POST /v1/ledger/disclosures': { body: answer } });
    const { output } = await koppel.run(['ledger', 'disclosures', '--subject', '-'], '{"kind":"bsn","value":"1"}');
    expect(hub.seen.map(({ body }) => (body as { before?: number }).before)).toEqual([undefined, 8]);
    expect(output.match(/^[982] .*reply\.released/gm)).toHaveLength(3);
  });

  test('export writes the lines as they come, to standard output or to a file for its owner only', async () => {
    const lines = '{"a":1}\n{"b":2}\n';
    const { koppel } = await meetHub({ 'GET /v1/ledger/export?from=0': { body: lines, type: 'application/x-ndjson' } });
    const out = join(koppel.home, 'ledger.ndjson');
    expect(await koppel.run(['ledger', 'export'])).toMatchObject({ exitCode: 0, output: lines });
    const told = await koppel.run(['ledger', 'export', '--out', out, '--json']);
    expect(JSON.parse(told.output)).toEqual({ file: out, bytes: lines.length });
    expect(await readFile(out, 'utf8')).toBe(lines);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
  });

  test('processing goes from page to page until it has enough, and says that there is more', async () => {
    const activity = (question: number) => ({
      question,
      decision: {
        decision: question !== 2,
        ...(question === 2 ? { code: 'agreement.missing' } : {}),
        subject: { id: '00000009999000000001' },
        action: { name: 'municipality.find-residents@1.2.3' },
        decidedAt: '2026-03-02T08:00:00.000Z',
      },
      records: question === 2 ? [] : [{ status: 'Ok' }],
    });
    const { koppel } = await meetHub({
      'GET /v1/processing-activities?limit=3': { body: { items: [activity(1)], next: 'a' } },
      'GET /v1/processing-activities?limit=2&after=a': { body: { items: [], next: 'b' } },
      'GET /v1/processing-activities?limit=2&after=b': { body: { items: [activity(2), activity(3)], next: 'c' } },
    });
    const { output } = await koppel.run(['ledger', 'processing', '--limit', '3']);
    expect(output.split('\n').filter((line) => line.includes('find-residents')).length).toBe(3);
    expect(output).toContain('agreement.missing');
    expect(output).toContain('There are more');
  });

  test('verify asks no hub and says which line is wrong', async () => {
    const { hub, koppel } = await meetHub();
    await writeFile(join(koppel.home, 'ledger.ndjson'), 'not an export\n');
    const { exitCode, output } = await koppel.run(['ledger', 'verify', join(koppel.home, 'ledger.ndjson')]);
    expect(exitCode).toBe(5);
    expect(output).toContain('[header.malformed]');
    expect(hub.seen).toEqual([]);
  });
});
