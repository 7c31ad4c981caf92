import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEvidenceSigner, signQuestion, type SignedQuestion } from '@koppel/contract';
import { bundleText, checkEvidence, createUuidV7, type ExchangeProof } from '@koppel/ledger';
import { createKeyPair, type KeyPair } from '@koppel/local';
import { oins } from '../../fixtures.ts';
import { people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { Inquiry, itemOf, outcomeOf } from './inquiry.ts';

let region: ProcessRegion;
let inquiry: Inquiry;
let agreement: string;
let key: KeyPair;

beforeAll(async () => {
  region = await ProcessRegion.open();
  const providerKey = await createKeyPair();
  key = await createKeyPair();
  await register(oins.requester, key);
  await register(oins.provider, providerKey);
  await region.region.adapter?.stop(1000);
  await region.region.connectAdapter({ signer: createEvidenceSigner({ ...providerKey.privateJwk }) });
  inquiry = await Inquiry.open(region);
  agreement = await inquiry.agree({ evidence: 'signed' });
}, 60_000);
afterAll(() => region?.close());

const register = (oin: string, { publicJwk }: KeyPair): Promise<unknown> =>
  region.region.operator.post(`/v1/organisations/${oin}/keys`, { use: 'evidence', jwk: publicJwk });

/** The role in which the model lets the detective ask, as the log says of the question that was refused. */
async function roleOfDetective(): Promise<string> {
  const entries = (await region.region.ledger()) as { type: string; actor?: { role: string } }[];
  return entries.findLast(({ type }) => type === 'request.refused')?.actor?.role ?? '';
}

/** What the police's system signs for its detective. */
async function signed(transaction: string, role: string): Promise<SignedQuestion> {
  const request = {
    agreement,
    operation: 'municipality.find-residents',
    purpose: 'prevent-and-detect-offences',
    mode: 'content',
    actor: { id: people.detective.person, role },
    request: { bsn: '999990019' },
  } as const;
  const asking = { at: new Date().toISOString(), transaction, requester: oins.requester };
  return signQuestion(request, asking, createEvidenceSigner({ ...key.privateJwk }));
}

test('a question in a case without evidence is refused under an agreement that asks for it', async () => {
  const asked = await inquiry.ask(agreement);
  expect(asked.state).toBe('refused');
  expect(outcomeOf(asked)).toMatchObject({ code: 'evidence.required', ledgerIndex: expect.any(Number) });
});

test('with the evidence of the system it is answered, can be proven, and leaves no nonce in the case', async () => {
  const role = await roleOfDetective();
  const transaction = createUuidV7(Date.now());
  const { evidence, terms, mark } = await signed(transaction, role);
  const asked = await inquiry.ask(agreement, { evidence }, { 'fsc-transaction-id': transaction });
  expect(outcomeOf(asked)).not.toHaveProperty('code');
  const exchange = outcomeOf(asked)['exchange'] as string;
  const { content } = await inquiry.read(itemOf(asked));
  const proof = await region.region.requester.get<ExchangeProof>(`/v1/exchanges/${exchange}/proof`);
  const answer = proof.answer?.logged.entry.evidence;
  const bundle = {
    format: 'koppel-evidence/1',
    kept: {
      format: 'koppel-evidence-kept/1',
      nonce: evidence.nonce,
      question: { terms, mark },
      request: { bsn: '999990019' },
      exchange,
      reply: { content: content?.answer?.['content'] },
      ...(answer ? { answer } : {}),
    },
    proof,
  } as const;
  expect(checkEvidence(bundleText(bundle)).findings).toEqual([]);
  const told = await region.as('detective').get<object>(`/v1/information-requests/${asked.id}`);
  expect(JSON.stringify([told, asked])).not.toContain(evidence.nonce);
});
