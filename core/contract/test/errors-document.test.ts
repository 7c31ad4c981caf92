import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { problemCodes, type ProblemKind } from '../src/index.ts';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);

describe('docs/errors.md', () => {
  test('has one heading for each code, in the order of the table', () => {
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(Object.keys(problemCodes));
  });

  test.each<[string, ProblemKind]>(Object.entries(problemCodes))(
    'says of %s its status, what happened, what to do, and a sentence in Dutch',
    (code, { status, retryable }) => {
      const section = sections.get(code) ?? '';
      expect(section).toContain(`\n\nStatus ${status}. Again: ${retryable ? 'yes' : 'no'}.\n\n`);
      const [, , happened = '', toDo = '', dutch = ''] = section.trim().split(/\n\n/);
      expect(happened).toMatch(/^[A-Z][\s\S]{20,}\.$/);
      expect(toDo).toMatch(/^What to do: [A-Z][\s\S]{15,}\.$/);
      expect(dutch).toMatch(/^NL: [A-Z][\s\S]{10,}\.$/);
    },
  );
});
