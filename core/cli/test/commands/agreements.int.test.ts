import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isAgreementSignedBy, type AgreementRecord, type AgreementSignature } from '@koppel/contract';
import { ownOin } from '../command-line.ts';
import { meetHub } from '../meet-hub.ts';

const agreement = { id: 'an-id', requester: ownOin, provider: '2', operation: 'tax.find-incomes', mode: 'content' };
const record = { agreement, status: 'active', signatures: [], revision: 3 };

describe('koppel agreements', () => {
  test('sign signs what the hub shows, with the key of the profile, for the revision that was seen', async () => {
    const { hub, koppel } = await meetHub({
      'GET /v1/agreements/an-id': { body: record },
      'POST /v1/agreements/an-id/signatures': { body: record },
    });
    const args = ['--approver', 'app-20f1', '--role', 'director', '--mandate', 'MB-1', '--yes'];
    expect(await koppel.run(['agreements', 'sign', 'an-id', ...args])).toMatchObject({ exitCode: 0 });
    const { headers, body } = hub.seen[1] ?? {};
    const key = JSON.parse(await readFile(join(koppel.home, 'keys/agreement.jwk'), 'utf8')) as Record<string, string>;
    const isSigned = isAgreementSignedBy(
      agreement as unknown as AgreementRecord['agreement'],
      body as AgreementSignature,
      createPublicKey({ key, format: 'jwk' }),
    );
    expect(isSigned).toBe(true);
    expect(headers?.['if-match']).toBe('"3"');
  });

  test('sign and revoke do nothing off a terminal until somebody says --yes', async () => {
    const { hub, koppel } = await meetHub({ 'GET /v1/agreements/an-id': { body: record } });
    const sign = await koppel.run([
      'agreements',
      'sign',
      'an-id',
      '--approver',
      'app-1',
      '--role',
      'director',
      '--mandate',
      'M-1',
    ]);
    const revoke = await koppel.run(['agreements', 'revoke', 'an-id', '--reason', 'over']);
    expect([sign.exitCode, revoke.exitCode]).toEqual([2, 2]);
    expect(revoke.errors).toContain('--yes');
    expect(hub.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test.each([
    ['suspend', 'suspension'],
    ['resume', 'resumption'],
    ['revoke', 'revocation'],
  ])('%s tells the reason', async (verb, path) => {
    const { hub, koppel } = await meetHub();
    await koppel.run(['agreements', verb, 'an-id', '--reason', 'advice', '--yes']);
    expect(hub.seen[0]).toMatchObject({ path: `/v1/agreements/an-id/${path}`, body: { reason: 'advice' } });
  });

  test('list filters by status and prints a table, or the same as JSON', async () => {
    const row = {
      agreement: { ...agreement, purpose: { code: 'a-purpose' }, validity: { until: '2027' } },
      status: 'active',
    };
    const { koppel } = await meetHub({ 'GET /v1/agreements?status=active': { body: { agreements: [row] } } });
    const words = await koppel.run(['agreements', 'list', '--status', 'active']);
    const json = await koppel.run(['agreements', 'list', '--status', 'active', '--json']);
    expect(words.output).toMatch(/^ID +STATUS +OPERATION.*\nan-id +active +tax.find-incomes/);
    expect(JSON.parse(json.output)).toEqual({ agreements: [row] });
  });
});
