import { beforeAll, describe, expect, test } from '@jest/globals';
import { cited, expandNumbers, rowsOf, type Citation, type Row } from './assurance.ts';
import { listFiles, readText } from './repository-files.ts';

const threatPage = 'docs/threat-model.md';
const promisePage = 'docs/promises.md';

/** How many requirements of level 1 and 2 each section of ASVS 5.0 has; they come first and are numbered without gaps. */
const sections = `
  1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2
  4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3
  6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2
  10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2
  12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4
  16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
`;

let threats: Row[];
let requirements: Row[];
let promises: Row[];
const pages = new Map<string, string>();

beforeAll(async () => {
  const text = await readText(threatPage);
  threats = rowsOf(text, 'Element');
  requirements = rowsOf(text, 'Requirements');
  promises = rowsOf(await readText(promisePage), 'Page');
  const links = [...threats, ...requirements, ...promises].flatMap(({ cells }) => cells.flatMap(cited));
  for (const { path } of links) if (!pages.has(path)) pages.set(path, await readText(path));
});

/** Those of which the cited file does not hold the cited words. */
const broken = (rows: readonly Row[], column: number): string[] =>
  rows.flatMap(({ cells }) =>
    cited(cells[column] ?? '')
      .filter(({ words, path }) => !pages.get(path)?.toLowerCase().includes(words.toLowerCase()))
      .map(({ words, path }) => `${path}: ${words}`),
  );
/** A test is cited in words of its title: a file alone says nothing about what holds. */
const isTest = ({ path, words }: Citation): boolean => /\/test\//.test(path) && words.includes(' ');

const sorted = (list: readonly string[]): string[] => list.toSorted((one, other) => one.localeCompare(other));

describe('the threat model', () => {
  test('has no empty cell', () => {
    expect(threats.length).toBeGreaterThan(30);
    expect([...threats, ...requirements].filter(({ cells }) => cells.includes(''))).toEqual([]);
  });

  test('names a test for each threat, and each is there', () => {
    expect(threats.filter(({ cells }) => !cited(cells[4] ?? '').some(isTest))).toEqual([]);
    expect(broken(threats, 4)).toEqual([]);
  });

  test('asks all six questions', () => {
    expect(sorted([...new Set(threats.map(({ cells }) => cells[1] ?? ''))])).toEqual(['D', 'E', 'I', 'R', 'S', 'T']);
  });

  test('has each requirement of levels 1 and 2 once', () => {
    const wanted = [...sections.matchAll(/([\d.]+):(\d+)/g)].flatMap(([, section, count]) =>
      Array.from({ length: Number(count) }, (_, place) => `${section}.${place + 1}`),
    );
    const told = requirements.flatMap(({ cells }) => expandNumbers(cells[0] ?? ''));
    expect(sorted(told)).toEqual(sorted(wanted));
  });

  test('says of each requirement how it stands, and where that can be seen', () => {
    expect(requirements.filter(({ cells }) => !['met', 'n.a.', 'open'].includes(cells[1] ?? ''))).toEqual([]);
    expect(requirements.filter(({ cells }) => cited(cells[3] ?? '').length === 0)).toEqual([]);
  });

  test('cites no test for a requirement that is not there', () => {
    const ofTests = requirements.map(({ cells }) => ({
      cells: cells.map((cell) => (/\/test\//.test(cell) ? cell : '')),
    }));
    expect(broken(ofTests, 3)).toEqual([]);
  });
});

describe('a promise', () => {
  test('has a test, which is there', () => {
    expect(promises.filter(({ cells }) => cells.includes('') || !cited(cells[2] ?? '').some(isTest))).toEqual([]);
    expect(broken(promises, 2)).toEqual([]);
  });

  test('stands in its page, in these words', () => {
    const lost = promises.filter(({ cells: [page = '', words = ''] }) => {
      const [link] = cited(page);
      return !link || !pages.get(link.path)?.replaceAll(/\s+/g, ' ').includes(words);
    });
    expect(lost.map(({ cells }) => cells[1])).toEqual([]);
  });

  test('is made by every page', async () => {
    const files = (await listFiles('docs')).filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== promisePage);
    const told = new Set(promises.flatMap(({ cells }) => cited(cells[0] ?? '').map(({ path }) => path)));
    expect(['README.md', ...files].filter((file) => !told.has(file))).toEqual([]);
  });
});
