import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { listFiles, readText } from './repository-files.ts';

const headings = ['Decision', 'Why', 'Refused alternatives', 'Consequences'];
/** One page. */
const mostWords = 450;

let records: { name: string; text: string }[];

beforeAll(async () => {
  const files = (await listFiles('docs/decisions')).filter((file) => !file.endsWith('README.md'));
  records = await Promise.all(files.map(async (file) => ({ name: basename(file), text: await readText(file) })));
});

describe('decision records', () => {
  test('are numbered without gaps', () => {
    const numbers = records.map(({ name }) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]);
    expect(numbers).toEqual(records.map((_, i) => String(i + 1).padStart(4, '0')));
  });

  test('carry their number in the title and have the four headings, in order', () => {
    for (const { name, text } of records) {
      expect(text).toMatch(new RegExp(`^# ${name.slice(0, 4)} [^\n]+\n`));
      expect([name, ...[...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)]).toEqual([name, ...headings]);
    }
  });

  test('fit on a page', () => {
    const long = records.filter(({ text }) => text.split(/\s+/).length > mostWords);
    expect(long.map(({ name }) => name)).toEqual([]);
  });

  test('all stand in the index', async () => {
    const index = await readText('docs/decisions/README.md');
    const linked = [...index.matchAll(/\]\((\d{4}-[a-z0-9-]+\.md)\)/g)].map(([, name]) => name);
    expect(linked).toEqual(records.map(({ name }) => name));
  });
});
