import { describe, expect, test } from '@jest/globals';
import { decodeHeaders, encodeHeaders, isNoResponders } from '../../src/wire/header-block.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (block: string): Uint8Array => new TextEncoder().encode(block);
const empty = new Uint8Array();

describe('A header block', () => {
  test('is written as NATS wants it', () => {
    expect(text(encodeHeaders({ One: '1', Two: 'b c' }))).toBe('NATS/1.0\r\nOne: 1\r\nTwo: b c\r\n\r\n');
  });

  test.each(['a\r\nEvil: 1', 'a\nb', 'a\u0000b', 'é'])(
    'leaves out a value that could start another header: %j',
    (value) => {
      expect(text(encodeHeaders({ One: value, Two: '2' }))).toBe('NATS/1.0\r\nTwo: 2\r\n\r\n');
    },
  );

  test('is read without regard to the case of names, and of a repeated name the first counts', () => {
    const headers = decodeHeaders(bytes('NATS/1.0\r\nTraceParent:00-ab\r\ntraceparent: 00-cd\r\n\r\n'));
    expect(headers['traceparent']).toBe('00-ab');
  });

  test.each(['', 'nonsense', 'NATS/1.0\r\n: x\r\nno colon\r\n\u0001: y', '\r\n\r\n'])(
    'that is malformed holds nothing to rely on: %j',
    (block) => {
      expect(decodeHeaders(bytes(block))['traceparent']).toBeUndefined();
    },
  );

  test('cannot reach a prototype', () => {
    const headers = decodeHeaders(bytes('NATS/1.0\r\n__proto__: x\r\nconstructor: y\r\n\r\n'));
    expect(headers['tostring']).toBeUndefined();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('says that nobody listens only with the status of the first line and without a body', () => {
    expect(isNoResponders(decodeHeaders(bytes('NATS/1.0 503\r\n\r\n')), empty)).toBe(true);
    expect(isNoResponders(decodeHeaders(bytes('NATS/1.0 503\r\n\r\n')), bytes('x'))).toBe(false);
    expect(isNoResponders(decodeHeaders(bytes('NATS/1.0\r\n:status: 503\r\n\r\n')), empty)).toBe(false);
    expect(isNoResponders(decodeHeaders(bytes('NATS/1.0\r\n\r\n')), empty)).toBe(false);
  });
});
