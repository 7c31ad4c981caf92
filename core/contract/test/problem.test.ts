import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  asKoppelError,
  compileSchema,
  fromProblem,
  isProblemCode,
  KoppelError,
  problemCodes,
  ProblemSchema,
  toProblem,
  type Problem,
  type ProblemCode,
} from '../src/index.ts';

const codes = Object.keys(problemCodes) as ProblemCode[];
const reserved = ['type', 'title', 'status', 'detail', 'code'];
const details = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,12}$/).filter((name) => !reserved.includes(name)),
  fc.jsonValue(),
);
const overTheWire = (problem: Problem): Problem => JSON.parse(JSON.stringify(problem));

describe('a problem', () => {
  test('brings an error to the other side as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.string(), details, (code, message, told) => {
        const sent = new KoppelError(code, message, {
          details: JSON.parse(JSON.stringify(told)),
          cause: new Error('x'),
        });
        const received = fromProblem(overTheWire(toProblem(sent)));
        expect(received).toBeInstanceOf(KoppelError);
        expect([received.code, received.message, received.details]).toEqual([code, message, sent.details]);
        expect([received.status, received.retryable]).toEqual([sent.status, sent.retryable]);
        expect(received.cause).toBeUndefined();
      }),
    );
  });

  test('cannot be made to say another status, type, title or code by its details', () => {
    const spoof = { type: 'about:blank', title: 'Fine', status: 200, detail: 'all is well', code: 'hub.failed' };
    const sent = new KoppelError('agreement.suspended', 'Suspended since Monday', { details: spoof });
    expect(toProblem(sent)).toEqual({
      type: 'urn:koppel:problem:agreement.suspended',
      title: problemCodes['agreement.suspended'].title,
      status: 403,
      detail: 'Suspended since Monday',
      code: 'agreement.suspended',
    });
  });

  test('cannot bring its own status or retryability from the other side', () => {
    const spoofed = { ...toProblem(new KoppelError('agreement.revoked')), status: 503, retryable: true };
    const received = fromProblem(spoofed);
    expect([received.status, received.retryable]).toEqual([403, false]);
    expect(toProblem(received).status).toBe(403);
  });

  test.each(['exchange.invented', 'constructor', '__proto__', '', 7, undefined])(
    'with a code that nobody knows (%s) becomes a failure of the hub',
    (code) => {
      const received = fromProblem({
        ...toProblem(new KoppelError('hub.failed')),
        code: code as ProblemCode,
        ledgerIndex: 4,
      });
      expect([received.code, received.status]).toEqual(['hub.failed', 500]);
      expect(received.details).toEqual({ ledgerIndex: 4, unknownCode: String(code) });
    },
  );

  test.each(codes)('with the code %s fits the published schema', (code) => {
    const faults = [{ path: '/a', message: 'is wrong', rule: 'type' }];
    const problem = toProblem(
      new KoppelError(code, undefined, { details: { faults, paths: ['a'], retryAfterMs: 1, extra: {} } }),
    );
    expect(compileSchema(ProblemSchema).faultsOf(problem)).toEqual([]);
  });
});

test('an unexpected error becomes the fallback and keeps its words to itself', () => {
  const cause = new Error('duplicate key value: 999990019');
  const error = asKoppelError(cause, 'ledger.unavailable');
  expect([error.code, error.cause]).toEqual(['ledger.unavailable', cause]);
  expect(JSON.stringify(toProblem(error))).not.toContain('999990019');
  expect(asKoppelError(error)).toBe(error);
  expect(asKoppelError('thrown text').code).toBe('hub.failed');
});

test('a code that no table knows, thrown by an author without types, becomes a fault of the house', () => {
  const invented = new KoppelError('no.such-code' as never, 'words');
  expect(asKoppelError(invented, 'adapter.failed')).toMatchObject({ code: 'adapter.failed', cause: invented });
});

test('names that every object has are no problem codes', () => {
  expect(['constructor', '__proto__', 'toString', null, 3].some(isProblemCode)).toBe(false);
  expect(codes.every(isProblemCode)).toBe(true);
});

test('only failures of the other side and of the moment are worth trying again', () => {
  const retryable = codes.filter((code) => problemCodes[code].retryable);
  expect(retryable.every((code) => [408, 409, 429, 502, 503, 504].includes(problemCodes[code].status))).toBe(true);
  expect(codes.filter((code) => problemCodes[code].status >= 503).every((code) => problemCodes[code].retryable)).toBe(
    true,
  );
});
