import { describe, expect, test } from '@jest/globals';
import { readModelDocument } from '../../src/index.ts';
import { textOf } from './themes.ts';
import { withinSecond } from './within-second.ts';

const bridges = textOf('bridges');
const faultsOf = (text: string) => readModelDocument(text).faults.map(({ path, message }) => `${path} ${message}`);
const replaced = (from: string, to: string): string => {
  expect(bridges).toContain(from);
  return bridges.replace(from, to);
};

describe('a model is read from YAML', () => {
  test('whole or not at all', () => {
    const read = readModelDocument(bridges);
    expect(read.faults).toEqual([]);
    expect(read.model?.id).toBe('unsafe-bridges');
    expect(readModelDocument(replaced('id: unsafe-bridges', 'id: 7')).model).toBeUndefined();
  });

  test('and every fault has its line and column, in the order of the text', () => {
    const text = replaced(
      'level: strategic, title: { nl: Wegbeheerdersberaad',
      'level: policy, title: { nl: Wegbeheerdersberaad',
    )
      .replace('horizonYears: 5', 'horizonYears: 3')
      .replace('version: 2.1.0', 'version: two');
    const lines = readModelDocument(text).faults.map(({ message }) =>
      Number(/\(line (\d+), column \d+\)$/.exec(message)?.[1]),
    );
    expect(lines.length).toBeGreaterThan(3);
    expect(lines).toEqual(lines.toSorted((one, other) => one - other));
    expect(faultsOf(text)[0]).toBe('/version must be a version such as 1.0.0 (line 5, column 10)');
  });

  test('and a missing part is told where it is missed', () => {
    expect(faultsOf(replaced('owner: council-president', 'chief: council-president'))).toEqual([
      expect.stringMatching(/^\/goals\/0 must have "owner" \(line \d+, column 5\)$/),
      expect.stringMatching(/^\/goals\/0 must not have "chief": it may have .* \(line \d+, column 5\)$/),
    ]);
  });

  test.each([
    ['id: unsafe-bridges\nid: again', 'stands there twice'],
    ['a: [1, 2', 'each bracket must be closed'],
    ['\ta: 1', 'must be indented with spaces, not with tabs'],
    ['a: { b: Mind: the gap, c: 1 }', 'put a text that holds one in quotes'],
    ['a: b: c', 'put a text that holds a colon in quotes'],
    ['a: 1\n---\nb: 2', 'must be one document'],
    ['{ {}: 1 }', 'With stringKeys, all keys must be strings'],
    ['a: &bomb [x]', 'must not have an anchor (&): write it out'],
    ['a: [*bomb, *bomb]', 'must not have an alias (*): write it out'],
    ['a: !!binary aGk=', 'must not have a tag (!): every value is what it looks like'],
    ['? a\n: 1', 'must not have an explicit key (?)'],
    ['%YAML 1.1\n---\na: yes', 'must not have a directive (%)'],
    ['a: }', 'closes what was not opened'],
    ['{a: '.repeat(40), 'is nested too deeply'],
    ['- '.repeat(40), 'is nested too deeply'],
    [`a:\n${' '.repeat(200)}b: 1`, 'is indented too deeply'],
  ])('and not from %p', (text, sentence) => {
    const [first] = faultsOf(text);
    expect(first).toContain(sentence);
    expect(first).toMatch(/^\/ .*\(line \d+, column \d+\)$/);
  });

  test('and what looks like a mark inside a text is text', () => {
    expect(faultsOf(replaced('nl: Onveilige bruggen', "nl: 'Bruggen & *water* !'"))).toEqual([]);
    expect(faultsOf(replaced('nl: Onveilige bruggen', 'nl: Bruggen & *water* !'))).toEqual([]);
    expect(
      faultsOf(
        bridges.replace(
          'title: { nl: Onveilige bruggen, en: Unsafe bridges }',
          'title:\n  nl: |\n    & * ! %\n  en: x',
        ),
      ),
    ).toEqual([]);
  });

  test('and a long text in lines of its own is a text', () => {
    const lines = Array.from({ length: 10 }, () => `    ${'woord '.repeat(10)}`).join('\n');
    const title = 'title: { nl: Onveilige bruggen, en: Unsafe bridges }';
    expect(faultsOf(replaced(title, `title:\n  nl: |\n${lines}\n  en: x`))).toEqual([]);
  });

  test.each(['', '# nothing', 'model', '- model', 'null', '\u{feff}', '\0', '\t'])('and %p is none', (text) => {
    expect(readModelDocument(text).model).toBeUndefined();
    expect(faultsOf(text).length).toBeGreaterThan(0);
  });
});

describe('a text that is written to cost much', () => {
  const size = 2 * 1024 * 1024;
  const inTime = (text: string) => withinSecond(() => faultsOf(text));
  const filled = (piece: string) => piece.repeat(Math.floor(size / piece.length));

  test('is refused by its size alone', () => {
    expect(inTime('x'.repeat(size + 1))).toEqual(['/ is larger than 2097152 bytes']);
  });

  test.each([
    '[',
    '{a:',
    '}',
    '- ',
    '? ',
    ': ',
    '- a\n',
    '""',
    '!a ',
    '&a ',
    '*a ',
    '#a\n',
    '%A\n',
    '---\n',
    ' ',
    '\n',
    'a ',
  ])('is refused within a second: many times %p', (piece) => {
    expect(inTime(filled(piece)).length).toBeGreaterThan(0);
  });

  test('is refused within a second: very many keys, each of its own', () => {
    const keys = Array.from({ length: 200_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(inTime(keys)).toEqual([expect.stringMatching('/ has too many parts')]);
    const fewer = Array.from({ length: 14_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(inTime(fewer).length).toBe(500);
  });
});
