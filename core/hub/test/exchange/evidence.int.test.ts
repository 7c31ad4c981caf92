import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createEvidenceSigner, digestOfQuestion, type EvidenceMark, type KoppelError } from '@koppel/contract';
import { bundleText, checkEvidence, type ExchangeProof } from '@koppel/ledger';
import { connectLinkClient, EvidenceFolder, readKeptEvidence } from '@koppel/link';
import { createKeyPair } from '@koppel/local';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { answersWell } from '../directed-adapter.ts';
import { oins } from '../fixtures.ts';
import { EvidenceRegion } from './evidence-region.ts';

let place: EvidenceRegion;
beforeAll(async () => {
  place = await EvidenceRegion.open();
}, 60_000);
afterAll(() => place?.close());
beforeEach(() => {
  place.region.answer = answersWell;
});

interface Logged {
  readonly type: string;
  readonly code?: string;
  readonly evidence?: EvidenceMark;
}

const ledger = async (): Promise<Logged[]> => place.region.ledger();

/** What the refusal says and what the log got since; whether the adapter was asked. */
async function refusalOf(ask: () => Promise<unknown>): Promise<{ code: string; logged: Logged[]; asked: number }> {
  const before = (await ledger()).length;
  const questions = place.region.questions.length;
  const code = await ask().then(
    () => 'answered',
    (reason: unknown) => (reason as KoppelError).code,
  );
  return { code, logged: (await ledger()).slice(before), asked: place.region.questions.length - questions };
}

const refused = (code: string) => ({
  code,
  asked: 0,
  logged: [expect.objectContaining({ type: 'request.refused', code })],
});

describe('an agreement with signed evidence', () => {
  test('lets a signed question through, and log and requester get the signatures of both', async () => {
    const sent = await place.question();
    const reply = await place.send(sent);
    const [question, answer] = (await ledger()).slice(-2);
    expect(question).toMatchObject({ type: 'request.disclosed', evidence: sent.signed.mark });
    expect(answer).toMatchObject({ type: 'reply.released', evidence: reply.evidence });
    const { bundle, vkey } = await place.bundleOf(sent, reply);
    expect(checkEvidence(bundleText(bundle), [vkey]).findings).toEqual([]);
  });

  test('refuses a question without evidence before anything leaves', async () => {
    expect(await refusalOf(() => place.region.ask(place.agreement))).toEqual(refused('evidence.required'));
  });

  test('refuses the signature of a key that is not registered, of another organisation, or revoked', async () => {
    const revoked = await createKeyPair();
    await place.register(oins.requester, revoked);
    await place.region.operator.send({
      method: 'DELETE',
      path: `/v1/organisations/${oins.requester}/keys/${revoked.kid}`,
    });
    for (const key of [await createKeyPair(), place.providerKey, revoked]) {
      const sent = await place.question({}, createEvidenceSigner({ ...key.privateJwk }));
      expect(await refusalOf(() => place.send(sent))).toEqual(refused('evidence.invalid'));
    }
  });

  test('refuses a question that is not the signed one, in any of its parts', async () => {
    const changes = [
      { request: { bsn: '999990020' } },
      { actor: { id: 'emp-000000', role: 'intelligence-officer' } },
      { mode: 'content' as const },
      { prerequisites: [{ kind: 'demand', reference: 'OM-26-17' }] },
    ];
    for (const change of changes) {
      const sent = await place.question();
      expect(await refusalOf(() => place.send(sent, change))).toEqual(refused('evidence.invalid'));
    }
    const sent = await place.question();
    const other = await place.question();
    const moved = { ...sent, transaction: other.transaction };
    expect(await refusalOf(() => place.send(moved))).toEqual(refused('evidence.invalid'));
  });

  test('refuses evidence that was used for another exchange, and evidence that is old', async () => {
    const sent = await place.question();
    await place.send(sent);
    expect(await refusalOf(() => place.send(sent))).toEqual(refused('evidence.invalid'));
    const late = { ...sent.signed.evidence, at: new Date(Date.now() - 61_000).toISOString() };
    expect(await refusalOf(() => place.send(sent, { evidence: late }))).toEqual(refused('evidence.invalid'));
  });

  test('withholds a reply that the provider signed with a key that is not theirs', async () => {
    await place.signAnswersWith(await createKeyPair());
    const { code, logged, asked } = await refusalOf(async () => place.send(await place.question()));
    await place.signAnswersWith(place.providerKey);
    expect({ code, asked }).toEqual({ code: 'reply.unsigned', asked: 1 });
    expect(logged).toMatchObject([{ type: 'request.disclosed' }, { type: 'reply.refused', code: 'reply.unsigned' }]);
  });

  test('withholds the reply of an adapter that signs nothing, whose source is not even asked', async () => {
    await place.signAnswersWith(undefined);
    const { code, logged, asked } = await refusalOf(async () => place.send(await place.question()));
    await place.signAnswersWith(place.providerKey);
    expect({ code, asked }).toEqual({ code: 'reply.unsigned', asked: 0 });
    expect(logged).toMatchObject([{ type: 'request.disclosed' }, { type: 'reply.refused', code: 'reply.unsigned' }]);
  });

  test('proves a match, and lets the handler of the adapter see no nonce', async () => {
    const { agreement } = await place.region.agree({ evidence: 'signed', mode: 'match', grantedFields: [] });
    const sent = await place.question({ agreement: agreement.id, mode: 'match' });
    const reply = await place.send(sent);
    expect(reply).toMatchObject({ hit: true, evidence: { keyId: place.providerKey.kid } });
    expect(JSON.stringify(place.region.questions)).not.toContain(sent.signed.evidence.nonce);
  });
});

describe('an agreement without evidence', () => {
  test('is not changed by evidence that comes along: nobody looks at it and nothing of it is logged', async () => {
    const { agreement } = await place.region.agree();
    const sent = await place.question({ agreement: agreement.id });
    const reply = await place.send(sent, { evidence: { ...sent.signed.evidence, at: '2020-01-01T00:00:00Z' } });
    expect(reply.evidence).toBeUndefined();
    for (const entry of (await ledger()).slice(-2)) expect(entry.evidence).toBeUndefined();
    expect((await place.region.ask(agreement.id)).status).toBe(200);
  });
});

describe('over the link', () => {
  test('a client with a key signs by itself and keeps what proves the exchange; so does the provider', async () => {
    const { authority, server } = place.region.nats;
    const credentials = await authority.grantLink({ oin: oins.requester, client: 'desk', kind: 'adapter' });
    const folder = new EvidenceFolder(join(place.directory, 'requester'));
    const evidence = { signer: place.signer, folder };
    const link = await connectLinkClient({ servers: server.url, credentials, evidence });
    const { request } = await place.question();
    const { transaction, exchange, content } = await link.exchange(request);
    await link.close();
    const file = folder.fileOf(transaction);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(place.directory, 'requester'))).mode & 0o777).toBe(0o700);
    const kept = await readKeptEvidence(file);
    const proof = await place.region.provider.get<ExchangeProof>(`/v1/exchanges/${exchange}/proof`);
    expect(checkEvidence(bundleText({ format: 'koppel-evidence/1', kept, proof })).findings).toEqual([]);
    const theirs = await readKeptEvidence(place.providerFolder.fileOf(exchange));
    expect(theirs.request).toBeUndefined();
    const completed = { ...theirs, request: request.request, reply: { content } };
    expect(checkEvidence(bundleText({ format: 'koppel-evidence/1', kept: completed, proof })).findings).toEqual([]);
  });
});

test('whoever has the whole database, the log and the hub’s files cannot find out about whom was asked', async () => {
  const candidates = Array.from({ length: 20 }, (_, i) => `9999900${String(10 + i)}`);
  const sent = await place.question({ request: { bsn: candidates[9] ?? '' } });
  const key = { 'idempotency-key': 'k'.repeat(32), 'fsc-transaction-id': sent.transaction };
  await place.region.requester.post('/v1/exchanges', { ...sent.request, evidence: sent.signed.evidence }, key);
  const stolen = await place.stolen();
  const { terms, mark, evidence } = sent.signed;
  expect(stolen).toContain(mark.digest);
  expect(stolen).not.toContain(evidence.nonce);
  expect(stolen).not.toContain(Buffer.from(evidence.nonce, 'base64url').toString('hex'));
  const matches = (nonce: string) =>
    candidates.filter((bsn) => digestOfQuestion(nonce, terms, { bsn }) === mark.digest);
  const texts = new Set([...stolen.matchAll(/[A-Za-z0-9_-]{43}/g)].map(([text]) => text));
  expect([...texts].flatMap(matches)).toEqual([]);
  expect(matches(evidence.nonce)).toEqual([candidates[9]]);
});
