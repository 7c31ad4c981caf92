import { describe, expect, test } from '@jest/globals';
import { compileSchema } from '@koppel/contract';
import { SourceUrl } from '../src/source-url.ts';

const { isValid } = compileSchema(SourceUrl);

describe('the address of a source', () => {
  test.each([
    'https://brp.example',
    'https://brp.example:8443/gateway/brp',
    'http://127.0.0.1:8080',
    'http://localhost',
    'http://[::1]:9',
  ])('may be %s', (url) => expect(isValid(url)).toBe(true));

  test.each([
    'http://brp.example',
    'http://localhost.brp.example',
    'http://127.0.0.1.example',
    'https://user:word@brp.example',
    'http://127.0.0.1@brp.example',
    'https://brp.example?key=1',
    'https://brp.example/#part',
    'ftp://brp.example',
    'brp.example',
    'https://',
    'http://1271234567',
    'http://127.1',
    'http://127..0.1',
    'https://brp.example\\@elsewhere.example',
  ])('is not %s', (url) => expect(isValid(url)).toBe(false));
});
