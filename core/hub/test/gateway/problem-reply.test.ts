import { describe, expect, test } from '@jest/globals';
import { KoppelError, problemCodes, type ProblemCode } from '@koppel/contract';
import { CapturedLog } from '@koppel/testkit';
import { connectionProblem, logFailure, problemReply } from '../../src/gateway/problem-reply.ts';

const bodyOf = (error: unknown) => JSON.parse(problemReply(error).body) as Record<string, unknown>;
const coded = (code: string, message = 'contains 999990019') => Object.assign(new Error(message), { code });

describe('a problem', () => {
  test('tells the code, its status and title, the faults, and where to look', () => {
    const faults = [{ path: '/body/name', message: 'is missing' }];
    const { status, headers, body } = problemReply(
      new KoppelError('request.invalid', 'Read the faults', { details: { faults } }),
    );
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({
      type: 'urn:koppel:problem:request.invalid',
      title: 'The request does not fit its schema',
      status: 400,
      detail: 'Read the faults',
      code: 'request.invalid',
      faults,
    });
  });

  test('of an unexpected error tells that it happened, and nothing of its text', () => {
    for (const error of [
      coded('23505'),
      coded('constructor'),
      new TypeError('999990019'),
      '999990019',
      null,
      undefined,
    ]) {
      expect(bodyOf(error)).toEqual({
        type: 'urn:koppel:problem:hub.failed',
        title: 'The hub failed',
        status: 500,
        detail: 'The hub failed',
        code: 'hub.failed',
      });
    }
  });

  test.each([
    ['FST_ERR_CTP_BODY_TOO_LARGE', 'request.too-large'],
    ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'request.unsupported-type'],
    ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'request.malformed'],
    ['FST_ERR_BAD_URL', 'request.not-found'],
    ['FST_ERR_MAX_PARAM_LENGTH', 'request.not-found'],
    ['FST_ERR_SOMETHING_NEW', 'hub.failed'],
  ])('that Fastify calls %s is %s, in our words', (theirs, ours) => {
    const body = bodyOf(coded(theirs));
    expect([body['code'], body['detail']]).toEqual([ours, problemCodes[ours as ProblemCode].title]);
  });

  test.each([
    [new KoppelError('rate.exceeded', undefined, { details: { retryAfterMs: 1500 } }), '2'],
    [new KoppelError('rate.exceeded', undefined, { details: { retryAfterMs: 0 } }), '1'],
    [new KoppelError('adapter.absent'), '1'],
    [new KoppelError('hub.unavailable'), '1'],
    [new KoppelError('agreement.expired'), undefined],
  ])('says when to try again if that helps', (error, seconds) => {
    expect(problemReply(error).headers['retry-after']).toBe(seconds);
  });

  test.each([
    ['token.missing', 'Bearer realm="koppel"'],
    ['token.expired', 'Bearer realm="koppel", error="invalid_token"'],
    ['client.assertion-invalid', 'Bearer realm="koppel"'],
    ['agreement.expired', undefined],
  ] as const)('of %s challenges as RFC 6750 says', (code, challenge) => {
    expect(problemReply(new KoppelError(code)).headers['www-authenticate']).toBe(challenge);
  });

  test('of a scope that is missing names it', () => {
    const error = new KoppelError('token.insufficient-scope', undefined, { details: { scope: 'operate' } });
    expect(problemReply(error).headers['www-authenticate']).toBe(
      'Bearer realm="koppel", error="insufficient_scope", scope="operate"',
    );
  });

  test.each([
    ['HPE_INVALID_METHOD', 400, 'request.malformed'],
    ['HPE_HEADER_OVERFLOW', 413, 'request.too-large'],
    ['ERR_HTTP_REQUEST_TIMEOUT', 408, 'request.timeout'],
  ])('of a connection that fails with %s is a %d', (code, status, ours) => {
    const { status: given, body } = connectionProblem(coded(code));
    expect([given, JSON.parse(body).code]).toEqual([status, ours]);
  });
});

describe('the log of failures', () => {
  const place = { transaction: 'the-transaction', route: '/v1/things/:id' };

  test('names where an unexpected error happened, without its message', () => {
    const log = new CapturedLog();
    logFailure(log, coded('23505'), place);
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({
      level: 'error',
      fields: { ...place, code: 'hub.failed', status: 500, cause: { name: 'Error', code: '23505' } },
    });
    expect(log.text()).toContain('problem-reply.test.ts');
    expect(log.text()).not.toContain('999990019');
  });

  test('is quiet about what the caller did', () => {
    const log = new CapturedLog();
    for (const code of ['request.invalid', 'token.missing', 'agreement.expired'] as const)
      logFailure(log, new KoppelError(code), place);
    expect(log.lines).toEqual([]);
  });

  test('warns of what a partner or a part of the hub did not do', () => {
    const log = new CapturedLog();
    logFailure(log, new KoppelError('adapter.absent'), place);
    expect(log.lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['warn', { ...place, code: 'adapter.absent', status: 503 }],
    ]);
  });
});
