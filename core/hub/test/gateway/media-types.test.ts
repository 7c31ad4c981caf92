import { describe, expect, test } from '@jest/globals';
import { checkContentType, isAcceptable } from '../../src/gateway/media-types.ts';

describe('an Accept header', () => {
  test.each([
    [undefined, true],
    ['*/*', true],
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['application/*', true],
    ['text/html, application/json;q=0.5', true],
    ['text/html, */*;q=0.1', true],
    ['text/html', false],
    ['application/json;q=0', false],
    ['application/json;q=0, */*', false],
    ['application/json; q=0.0, application/*', false],
    ['application/problem+json', false],
    ['', false],
    ['nonsense', false],
  ])('%j lets JSON in: %s', (accept, isIn) => {
    expect(isAcceptable(accept, ['application/json'])).toBe(isIn);
  });
});

const accepts = (headers: Record<string, string>) => {
  try {
    checkContentType(headers, 'application/json');
    return true;
  } catch {
    return false;
  }
};

describe('a Content-Type header', () => {
  test.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['APPLICATION/JSON;charset="UTF-8"', true],
    ['application/json; charset=utf-16', false],
    ['application/json; charset=utf-8; version=1', false],
    ['application/jsonp', false],
    ['text/plain', false],
    ['application/x-www-form-urlencoded', false],
    ['', false],
  ])('%j is JSON in UTF-8: %s', (type, isJson) => {
    expect(accepts({ 'content-type': type })).toBe(isJson);
  });

  test('may be absent, as the body may be: what is missing is told with the other faults', () => {
    expect(accepts({})).toBe(true);
  });

  test('does not help a compressed body', () => {
    expect(accepts({ 'content-type': 'application/json', 'content-encoding': 'gzip' })).toBe(false);
  });
});
