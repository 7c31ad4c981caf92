import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { subjectToken, tokensOf, wordTokens } from '../../../src/cases/search/search-tokens.ts';
import { searchable, wordsOf } from '../../../src/cases/search/search-words.ts';

const key = createSecretKey(randomBytes(32));
const hex = (tokens: readonly Buffer[]): string[] => tokens.map((token) => token.toString('hex'));

describe('words', () => {
  test('are compared without case, accents and marks', () => {
    expect(wordsOf(['Café "De Hoek": café, DE hoek!'])).toEqual(['cafe', 'de', 'hoek']);
    expect(searchable('1234 ab-12')).toBe(searchable('1234AB12'));
  });

  test('of one character are no words, and no more than a thousand are kept', () => {
    expect(wordsOf(['a b 12'])).toEqual(['12']);
    expect(wordsOf([Array.from({ length: 1200 }, (_, i) => `word${i}`).join(' ')])).toHaveLength(1000);
  });

  test('of other scripts are words too', () => {
    expect(wordsOf(['Ελλάδα 東京都'])).toEqual(['ελλαδα', '東京都']);
  });
});

describe('tokens', () => {
  const findable = {
    title: 'Garage',
    summary: 'A garage by night',
    subjects: [
      { kind: 'person' as const, identifiers: [{ kind: 'bsn' as const, value: '999990019' }], name: 'Voorbeeld' },
    ],
  };

  test('are there for each word and identifier once', () => {
    const tokens = hex(tokensOf(key, findable));
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens).toEqual(expect.arrayContaining(hex(wordTokens(key, ['garage night by voorbeeld']))));
    expect(tokens).toContain(subjectToken(key, { kind: 'bsn', value: '999990019' }).toString('hex'));
  });

  test('say nothing without the key, and are others under another', () => {
    const other = createSecretKey(randomBytes(32));
    const seen = new Set(hex(tokensOf(key, findable)));
    expect(hex(tokensOf(other, findable)).some((token) => seen.has(token))).toBe(false);
  });

  test('tell identifiers of another kind and words apart', () => {
    const token = (kind: 'bsn' | 'kvk' | 'address') => subjectToken(key, { kind, value: '99999001' }).toString('hex');
    const all = [token('bsn'), token('kvk'), token('address'), ...hex(wordTokens(key, ['99999001']))];
    expect(new Set(all).size).toBe(4);
  });
});
