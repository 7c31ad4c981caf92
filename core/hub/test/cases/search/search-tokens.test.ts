import { describe, expect, test } from '@jest/globals';
import { soughtTexts, subjectText, tokensOf, wordTexts } from '../../../src/cases/search/search-tokens.ts';
import { searchable, wordsOf } from '../../../src/cases/search/search-words.ts';
import { SearchHashes } from '../../../src/platform/process/search-hashes.ts';
import { memoryKeyRing } from '../../platform/keys/memory-register.ts';

const collaboration = 'example-region';
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
  const bsn = { kind: 'bsn', value: '999990019' } as const;
  const findable = {
    title: 'Garage',
    summary: 'A garage by night',
    subjects: [{ kind: 'person' as const, identifiers: [bsn], name: 'Voorbeeld' }],
  };

  test('are there for each word and identifier once', async () => {
    const hashes = new SearchHashes(await memoryKeyRing());
    const tokens = hex((await tokensOf(hashes, collaboration, findable)).map(({ token }) => token));
    expect(new Set(tokens).size).toBe(tokens.length);
    const sought = await hashes.toFind(collaboration, [...wordTexts(['garage night by voorbeeld']), subjectText(bsn)]);
    expect(tokens.toSorted()).toEqual(hex(sought).toSorted());
  });

  test('say nothing without the key, and are others under another', async () => {
    const [one, other] = [new SearchHashes(await memoryKeyRing()), new SearchHashes(await memoryKeyRing())];
    const texts = soughtTexts(findable);
    const seen = new Set(hex(await one.toFind(collaboration, texts)));
    expect(hex(await other.toFind(collaboration, texts)).some((token) => seen.has(token))).toBe(false);
    expect(hex(await one.toFind('another-region', texts)).some((token) => seen.has(token))).toBe(false);
  });

  test('tell identifiers of another kind and words apart', () => {
    const kinds = ['bsn', 'kvk', 'address'] as const;
    const texts = [...kinds.map((kind) => subjectText({ kind, value: '99999001' })), ...wordTexts(['99999001'])];
    expect(new Set(texts).size).toBe(4);
  });
});
