import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  createEvidenceSigner,
  KoppelError,
  signAnswer,
  signQuestion,
  type EvidenceMark,
  type EvidenceSigner,
  type ExchangeRequest,
} from '@koppel/contract';
import { createKeyPair, type KeyPair } from '@koppel/local';
import type { AskParams } from '../../src/platform/actions.ts';
import { aRequest, oins } from '../fixtures.ts';
import { goodContent, House } from './house.ts';

const transaction = '01938c5e-8c00-7000-8000-0000000000aa';
const signerOf = ({ privateJwk }: KeyPair): EvidenceSigner => createEvidenceSigner({ ...privateJwk });

let house: House;
let requester: KeyPair;
let provider: KeyPair;
/** What the provider answers, before and after it signed. */
let signs: (asked: AskParams, reply: object) => Promise<EvidenceMark | undefined>;

beforeEach(async () => {
  house = new House({ agreement: { evidence: 'signed' } });
  [requester, provider] = [await createKeyPair(), await createKeyPair()];
  house.evidenceKeys.set(requester.kid, { oin: oins.requester, jwk: requester.publicJwk });
  house.evidenceKeys.set(provider.kid, { oin: oins.provider, jwk: provider.publicJwk });
  signs = ({ evidence }, reply) =>
    signAnswer(
      {
        nonce: evidence?.nonce ?? '',
        exchange: evidence?.exchange ?? '',
        question: evidence?.mark.digest ?? '',
        provider: oins.provider,
      },
      reply,
      signerOf(provider),
    );
  house.answer = async (asked) => {
    const evidence = await signs(asked, { content: goodContent });
    return { client: 'records', content: goodContent, subjects: [], ...(evidence ? { evidence } : {}) };
  };
});

async function signed(at = house.clock.now()): Promise<ExchangeRequest> {
  const request = aRequest();
  const asking = { at: new Date(at).toISOString(), transaction, requester: oins.requester };
  return { ...request, evidence: (await signQuestion(request, asking, signerOf(requester))).evidence };
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error as KoppelError).code,
  );

describe('evidence of a question', () => {
  test('is good for a minute to both sides of its instant', async () => {
    for (const offset of [-60_000, 60_000]) {
      expect(await codeOf(house.ask(await signed(house.clock.now() + offset)))).toBe('answered');
      expect(await codeOf(house.ask(await signed(house.clock.now() + offset * 1.001)))).toBe('evidence.invalid');
    }
  });

  test('of which the key cannot be looked up is no refusal, and may come again', async () => {
    const request = await signed();
    const find = house.evidenceKeys.get;
    house.evidenceKeys.get = () => {
      throw new KoppelError('hub.unavailable');
    };
    expect(await codeOf(house.ask(request))).toBe('hub.unavailable');
    expect(house.types()).toEqual([]);
    house.evidenceKeys.get = find;
    expect(await codeOf(house.ask(request))).toBe('answered');
  });

  test('comes back as the mark that the provider put under its answer, and never where none was asked for', async () => {
    const { evidence } = await house.ask(await signed());
    expect(evidence?.keyId).toBe(provider.kid);
    expect(await new House().ask()).not.toHaveProperty('evidence');
  });

  test('is not good for another question, nor under the key of somebody else', async () => {
    const request = await signed();
    for (const change of [{ request: { bsn: '999990020' } }, { actor: { id: 'emp-0000', role: 'analyst' } }])
      expect(await codeOf(house.ask({ ...request, ...change }))).toBe('evidence.invalid');
    house.evidenceKeys.set(requester.kid, { oin: oins.stranger, jwk: requester.publicJwk });
    expect(await codeOf(house.ask(request))).toBe('evidence.invalid');
    expect(house.types()).toEqual(['request.refused', 'request.refused', 'request.refused']);
    expect(house.asked).toEqual([]);
  });

  test('is good for one exchange, whatever became of it', async () => {
    const request = await signed();
    house.answer = () => Promise.reject(new KoppelError('source.failed'));
    expect(await codeOf(house.ask(request))).toBe('source.failed');
    expect(await codeOf(house.ask(request))).toBe('evidence.invalid');
    expect(house.types()).toEqual(['request.disclosed', 'reply.failed', 'request.refused']);
  });

  test('may be sent again when nothing left because the log could not be written', async () => {
    const request = await signed();
    house.beforeAppend = () => {
      throw new KoppelError('ledger.unavailable');
    };
    expect(await codeOf(house.ask(request))).toBe('ledger.unavailable');
    house.beforeAppend = () => undefined;
    expect(await codeOf(house.ask(request))).toBe('answered');
  });

  test('may be sent again under its idempotency key, which allows one exchange by itself', async () => {
    const request = await signed();
    const answer = house.answer;
    house.answer = () => Promise.reject(new KoppelError('source.failed'));
    expect(await codeOf(house.ask(request, 'k'.repeat(16)))).toBe('source.failed');
    house.answer = answer;
    expect(await codeOf(house.ask(request, 'k'.repeat(16)))).toBe('answered');
    expect(await codeOf(house.ask(request, 'k'.repeat(16)))).toBe('exchange.already-answered');
    expect(await codeOf(house.ask(request, 'l'.repeat(16)))).toBe('evidence.invalid');
  });

  test('that is used up gives its idempotency key back', async () => {
    const request = await signed();
    await house.ask(request);
    expect(await codeOf(house.ask(request, 'k'.repeat(16)))).toBe('evidence.invalid');
    expect(house.keyStore.claims.size).toBe(0);
  });

  test('is looked at only when the gate and the schema let the question through', async () => {
    const request = { ...(await signed()), request: { bsn: 'no number' } };
    expect(await codeOf(house.ask(request))).toBe('request.invalid');
    expect(await codeOf(house.ask({ ...(await signed()), purpose: 'assistance' }))).toBe('agreement.purpose-mismatch');
    expect(house.steps).not.toContain('identity.findKey');
  });
});

describe('a reply is withheld', () => {
  const withheld = { type: 'reply.refused', code: 'reply.unsigned' };
  const other = { residents: [], count: 0 };

  test('that is not signed', async () => {
    signs = async () => undefined;
    expect(await codeOf(house.ask(await signed()))).toBe('reply.unsigned');
    expect(house.ledger.at(-1)).toMatchObject(withheld);
  });

  test('that is another than was signed', async () => {
    const sign = signs;
    signs = (asked) => sign(asked, { content: other });
    expect(await codeOf(house.ask(await signed()))).toBe('reply.unsigned');
    expect(house.ledger.at(-1)).toMatchObject(withheld);
  });

  test('whose signature is of another exchange', async () => {
    const sign = signs;
    let first: EvidenceMark | undefined;
    signs = async (asked, reply) => (first ??= await sign(asked, reply));
    expect(await codeOf(house.ask(await signed()))).toBe('answered');
    expect(await codeOf(house.ask(await signed()))).toBe('reply.unsigned');
  });

  test('whose signature is not one, or the requester’s own', async () => {
    const sign = signs;
    const marks: ((mark: EvidenceMark) => unknown)[] = [
      (mark) => ({ ...mark, signature: `${'A'.repeat(85)}A` }),
      (mark) => ({ ...mark, signature: 'short' }),
      (mark) => ({ ...mark, keyId: requester.kid }),
      () => 'signed',
    ];
    for (const change of marks) {
      signs = async (asked, reply) => change((await sign(asked, reply)) as EvidenceMark) as EvidenceMark;
      expect(await codeOf(house.ask(await signed()))).toBe('reply.unsigned');
    }
  });

  test('that the requester signed itself, in the name of the provider', async () => {
    signs = ({ evidence }, reply) => {
      const { nonce = '', exchange = '', mark } = evidence ?? {};
      return signAnswer(
        { nonce, exchange, question: mark?.digest ?? '', provider: oins.provider },
        reply,
        signerOf(requester),
      );
    };
    expect(await codeOf(house.ask(await signed()))).toBe('reply.unsigned');
  });
});
