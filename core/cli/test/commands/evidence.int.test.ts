import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  createEvidenceSigner,
  digestOfQuestion,
  questionTermsOf,
  signAnswer,
  type ExchangeRequest,
  type KeptEvidence,
} from '@koppel/contract';
import { bundleText } from '@koppel/ledger';
import { createKeyPair, readProfile, writeProfile, writeSecretFile } from '@koppel/local';
import { ownOin, type CommandLine } from '../command-line.ts';
import { createBundle } from '../evidence-sample.ts';
import { meetHub } from '../meet-hub.ts';
import { refusal, type SeenRequest } from '../stub-hub.ts';

const envelope = [
  '--agreement',
  '01938c5e-8c00-7000-8000-000000000001',
  '--purpose',
  'a-purpose',
  '--actor',
  'emp-1234',
  '--role',
  'analyst',
];
const exchange = '01938c5e-8c00-7000-8000-000000000002';

/** Gives the profile a key that signs evidence; answers its id. */
async function giveKey(koppel: CommandLine): Promise<string> {
  const pair = await createKeyPair();
  await writeSecretFile(join(koppel.home, 'keys/evidence.jwk'), JSON.stringify(pair.privateJwk));
  const profile = await readProfile(koppel.home, 'operator');
  await writeProfile(koppel.home, 'operator', { ...profile, evidenceKeyFile: 'keys/evidence.jwk' });
  return pair.kid;
}

async function replyTo({ body, headers }: SeenRequest): Promise<object> {
  const { evidence, ...request } = body as ExchangeRequest;
  if (!evidence) throw new Error('the question is signed');
  const transaction = String(headers['fsc-transaction-id']);
  const terms = questionTermsOf(request, { at: evidence.at, transaction, requester: ownOin });
  const question = digestOfQuestion(evidence.nonce, terms, request.request);
  const signer = createEvidenceSigner({ ...(await createKeyPair()).privateJwk });
  const about = { nonce: evidence.nonce, exchange, question, provider: '00000009999000000002' };
  return {
    exchange,
    transaction,
    mode: 'content',
    content: { incomes: [] },
    withheld: [],
    terms: { retention: { days: 30 }, secrecy: [] },
    evidence: await signAnswer(about, { content: { incomes: [] } }, signer),
    ledger: { requestIndex: 4, replyIndex: 5 },
  };
}

describe('koppel exchange with an evidence key', () => {
  test('signs the question and keeps what proves the exchange in a file for its owner only', async () => {
    const { hub, koppel } = await meetHub();
    const keyId = await giveKey(koppel);
    hub.answer({ 'POST /v1/exchanges': { body: replyTo } });
    const directory = join(koppel.home, 'proofs');
    const args = ['exchange', 'tax.find-incomes', ...envelope, '--evidence-dir', directory, '--json'];
    const { exitCode, output } = await koppel.run(args, JSON.stringify({ bsn: '999990019' }));
    expect(exitCode).toBe(0);
    const { evidenceFile } = JSON.parse(output) as { evidenceFile: string };
    expect((await stat(evidenceFile)).mode & 0o777).toBe(0o600);
    const kept = JSON.parse(await readFile(evidenceFile, 'utf8')) as KeptEvidence;
    expect(kept).toMatchObject({ exchange, request: { bsn: '999990019' }, reply: { content: { incomes: [] } } });
    expect(kept.question.mark.keyId).toBe(keyId);
  });

  test('keeps nothing of what was refused', async () => {
    const { hub, koppel } = await meetHub();
    await giveKey(koppel);
    hub.answer({ 'POST /v1/exchanges': refusal('agreement.suspended') });
    expect((await koppel.run(['exchange', 'tax.find-incomes', ...envelope], '{}')).exitCode).toBe(3);
    expect(await readdir(join(koppel.home, 'evidence'))).toEqual([]);
  });

  test('asks for a key when evidence is to be kept without one', async () => {
    const { hub, koppel } = await meetHub();
    const args = ['exchange', 'tax.find-incomes', ...envelope, '--evidence-dir', join(koppel.home, 'proofs')];
    const { exitCode, errors } = await koppel.run(args, '{}');
    expect({ exitCode, asked: hub.seen.length }).toEqual({ exitCode: 2, asked: 0 });
    expect(errors).toContain('evidenceKeyFile');
  });
});

describe('koppel evidence', () => {
  test('prove joins what was kept with what the log says, and check says in plain words what it proves', async () => {
    const bundle = await createBundle();
    const { kept, proof } = bundle;
    const { hub, koppel } = await meetHub({ [`GET /v1/exchanges/${kept.exchange}/proof`]: { body: proof } });
    const [file, out] = [join(koppel.home, 'kept.json'), join(koppel.home, 'bundle.json')];
    await writeFile(file, JSON.stringify(kept));
    expect(await koppel.run(['evidence', 'prove', '--file', file, '--out', out])).toMatchObject({ exitCode: 0 });
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const asked = hub.seen.length;
    const { exitCode, output } = await koppel.run(['evidence', 'check', out, '--vkey', bundle.proof.vkey]);
    expect(exitCode).toBe(0);
    expect(output).toContain(`${kept.question.terms.requester} asked at`);
    expect(output).not.toContain('--vkey');
    koppel.env['LANG'] = 'nl_NL.UTF-8';
    const dutch = await koppel.run(['evidence', 'check', out]);
    expect(dutch.output).toMatch(/Bewezen[^]*vroeg op[^]*antwoordde op[^]*--vkey/);
    expect(hub.seen).toHaveLength(asked);
  });

  test('prove takes question and answer from elsewhere when a provider kept neither', async () => {
    const bundle = await createBundle();
    const { request, reply, answer: _answer, ...kept } = bundle.kept;
    const { koppel } = await meetHub({ [`GET /v1/exchanges/${kept.exchange}/proof`]: { body: bundle.proof } });
    const path = (name: string): string => join(koppel.home, name);
    await writeFile(path('kept.json'), JSON.stringify(kept));
    await writeFile(path('request.json'), JSON.stringify(request));
    await writeFile(path('reply.json'), JSON.stringify(reply));
    const less = await koppel.run(['evidence', 'prove', '--file', path('kept.json')]);
    expect(less).toMatchObject({ exitCode: 5, output: expect.stringContaining('[bundle.incomplete]') });
    const texts = ['--request', path('request.json'), '--reply', path('reply.json')];
    const { exitCode, output } = await koppel.run(['evidence', 'prove', '--file', path('kept.json'), ...texts]);
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: bundleText(bundle) });
  });

  test('check says what does not match, and asks no hub', async () => {
    const bundle = await createBundle();
    const { hub, koppel } = await meetHub();
    const file = join(koppel.home, 'bundle.json');
    await writeFile(file, bundleText({ ...bundle, kept: { ...bundle.kept, request: { bsn: '999990020' } } }));
    const { exitCode, output } = await koppel.run(['evidence', 'check', file, '--vkey', bundle.proof.vkey]);
    expect(exitCode).toBe(5);
    expect(output).toContain('[question.altered]');
    expect((await koppel.run(['evidence', 'check', file, '--vkey', 'none'])).exitCode).toBe(2);
    expect(hub.seen).toEqual([]);
  });
});
