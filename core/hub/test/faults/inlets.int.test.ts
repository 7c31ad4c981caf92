import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ExchangeReply, Problem } from '@koppel/contract';
import type { JWTPayload } from 'jose';
import { answersWell } from '../directed-adapter.ts';
import type { Question } from '../gateway/door.ts';
import { Region } from '../region.ts';
import { forgeToken, signWithSecret } from './forged-tokens.ts';
import { bodyFor, Witness } from './witness.ts';

let region: Region;
let witness: Witness;
let agreement: string;

beforeAll(async () => {
  region = await Region.open();
  agreement = (await region.agree()).agreement.id;
  witness = await Witness.of(region);
});
afterAll(() => region?.close());
beforeEach(() => {
  region.answer = answersWell;
});

const problemOf = ({ text }: { text: string }): Problem => JSON.parse(text) as Problem;
const good = (change: object = {}): object => bodyFor(agreement, change);
const goodText = (change: object = {}): string => JSON.stringify(good(change));

describe('nothing changes and nobody is asked when what arrives', () => {
  const ask = (body: unknown, headers: Question['headers'] = {}) => witness.question(body, headers);

  test.each<[string, () => Question, string]>([
    ['is not JSON', () => ask('{"agreement":'), '400 request.malformed'],
    ['is empty', () => ask(''), '400 request.malformed'],
    ['is not UTF-8', () => ({ ...ask(''), body: Buffer.from([0x22, 0xff, 0x22]) }), '400 request.malformed'],
    ['names a key twice', () => ask(goodText().replace('{', '{"purpose":"curiosity",')), '400 request.duplicate-key'],
    [
      'names a key twice, deep inside',
      () => ask(goodText().replace('"bsn":', '"b\\u0073n":"999990020","bsn":')),
      '400 request.duplicate-key',
    ],
    ['is 33 deep', () => ask(`${'['.repeat(33)}${']'.repeat(33)}`), '400 request.too-deep'],
    [
      'would change a prototype',
      () => ask(goodText().replace('{', '{"__proto__":{"oin":"x"},')),
      '400 request.forbidden-key',
    ],
    [
      'would change a prototype, deep inside',
      () => ask(goodText().replace('"bsn":', '"\\u005f_proto__":{},"bsn":')),
      '400 request.forbidden-key',
    ],
    ['is an array', () => ask([good()]), '400 request.invalid'],
    ['is larger than 1 MiB', () => ask(' '.repeat(1024 * 1024) + goodText()), '413 request.too-large'],
    [
      'is a form',
      () => ask('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      '415 request.unsupported-type',
    ],
    ['is XML', () => ask('<a/>', { 'content-type': 'text/xml' }), '415 request.unsupported-type'],
    ['wants HTML back', () => ask(good(), { accept: 'text/html' }), '406 request.not-acceptable'],
    ['has no token', () => ask(good(), { authorization: '' }), '401 token.missing'],
    ['has a password', () => ask(good(), { authorization: 'Basic YTpi' }), '401 token.missing'],
    [
      'has half a token',
      () => ask(good(), { authorization: `Bearer ${witness.token.slice(0, -9)}` }),
      '401 token.invalid',
    ],
    [
      'asks for an operation that nobody offers',
      () => ask(good({ operation: 'municipality.find-nobody' })),
      '404 operation.unknown',
    ],
    ['comes to another address', () => ({ ...ask(good()), path: '/v1/exchange' }), '404 request.not-found'],
    ['comes with another method', () => ({ ...ask(good()), method: 'PUT' }), '405 request.method-not-allowed'],
  ])('%s', async (_title, question, expected) => {
    const { status, code, logged, asked } = await witness.see(question());
    expect(`${status} ${String(code)}`).toBe(expected);
    expect([logged, asked]).toEqual([[], []]);
  });

  test.each<[string, () => Promise<string>, string]>([
    ['has expired', () => forge({ exp: Math.floor(Date.now() / 1000) - 60 }), '401 token.expired'],
    ['is meant for another hub', () => forge({ aud: 'https://other.example' }), '401 token.wrong-audience'],
    ['was issued by another hub', () => forge({ iss: 'https://other.example' }), '401 token.invalid'],
    ['is signed with a secret', () => signWithSecret(witness.token), '401 token.wrong-algorithm'],
    ['was given for a key that is none', () => forge({ key: 'x'.repeat(43) }), '401 token.invalid'],
    ['lacks the scope', () => forge({ scope: 'ledger agreements' }), '403 token.insufficient-scope'],
  ])('has a token that %s', async (_title, makeToken, expected) => {
    const authorization = `Bearer ${await makeToken()}`;
    const { status, code, headers, logged, asked } = await witness.see(ask(good(), { authorization }));
    expect(`${status} ${String(code)}`).toBe(expected);
    expect(headers['www-authenticate']).toMatch(/^Bearer realm="koppel"/);
    expect([logged, asked]).toEqual([[], []]);
  });

  const forge = (claims: JWTPayload) => forgeToken({ home: region.home, token: witness.token }, claims);

  test('breaks the schema, and all its faults are told together', async () => {
    const body = good({ agreement: 'x', purpose: 3, actor: { id: '999990019' }, deadlineMs: 1, colour: 'red' });
    const seen = await witness.see(ask(body, { 'Fsc-Transaction-Id': 'x', 'Idempotency-Key': 'x' }));
    expect([seen.status, seen.code, seen.logged, seen.asked]).toEqual([400, 'request.invalid', [], []]);
    const paths = problemOf(seen).faults?.map(({ path }) => path);
    // The role that is missing and the field that is too many are faults of the objects around them.
    expect([...new Set(paths)].sort()).toEqual([
      '/body',
      '/body/actor',
      '/body/actor/id',
      '/body/agreement',
      '/body/deadlineMs',
      '/body/purpose',
      '/headers/Fsc-Transaction-Id',
      '/headers/Idempotency-Key',
    ]);
  });
});

describe('a question that passed the gate but breaks the operation', () => {
  test('is told all faults, logged as refused and not passed on', async () => {
    const body = good({ request: { bsn: '12', name: 'x' } });
    const seen = await witness.see(witness.question(body));
    expect([seen.status, seen.code, seen.asked]).toEqual([400, 'request.invalid', []]);
    expect(seen.logged).toEqual(['request.refused request.invalid']);
    expect(problemOf(seen).faults).toHaveLength(2);
  });
});

describe('an idempotency key', () => {
  const once = (key: string, change: object = {}) =>
    witness.see(witness.question(good(change), { 'Idempotency-Key': key }));

  test('that was answered is answered no more, and tells where its answer is logged', async () => {
    const first = await once('key-of-an-answer-1');
    const { ledger } = JSON.parse(first.text) as ExchangeReply;
    const again = await once('key-of-an-answer-1');
    expect([again.status, again.code, again.logged, again.asked]).toEqual([409, 'exchange.already-answered', [], []]);
    expect(problemOf(again).ledgerIndex).toBe(ledger.replyIndex);
  });

  test('that was used for another body is refused', async () => {
    await once('key-of-a-body-0001');
    const other = await once('key-of-a-body-0001', { request: { bsn: '999990020' } });
    expect([other.status, other.code, other.logged, other.asked]).toEqual([409, 'exchange.key-reused', [], []]);
  });

  test('in flight joins the one under way, and refuses another body', async () => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
    const { promise: isAsked, resolve: tellAsked } = Promise.withResolvers<void>();
    region.answer = async (question) => {
      tellAsked();
      await mayAnswer;
      return answersWell(question);
    };
    const first = once('key-of-two-at-once');
    await isAsked;
    const second = witness.seeAnswer(witness.question(good(), { 'Idempotency-Key': 'key-of-two-at-once' }));
    const other = await once('key-of-two-at-once', { request: { bsn: '999990020' } });
    expect([other.status, other.code]).toEqual([409, 'exchange.key-reused']);
    letAnswer();
    const [one, two] = await Promise.all([first, second]);
    expect([one.status, two.text]).toEqual([200, one.text]);
    expect(one.asked).toHaveLength(1);
    expect(one.logged).toEqual(['request.disclosed', 'reply.released']);
  });
});
