import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootSummary } from '../../../src/platform/root.schema.ts';
import type { PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, Story, suspect } from '../story.ts';

let region: ProcessRegion;
let story: Story;
let signal: string;
let opened: string;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  signal = (await story.accepted({ title: 'Café De Hoek', summary: 'Closed by day' })).id;
  opened = (await story.open([signal], { title: 'The corner', summary: 'Gambling at night' })).id;
  await story.submit({ title: 'Something else', subjects: [] }, 'detective');
}, 60_000);
afterAll(() => region?.close());

const find = async (search: object, by: PersonName = 'coordinator'): Promise<Set<string>> => {
  const { hits } = await region.as(by).post<{ hits: RootSummary[] }>('/v1/searches', search);
  return new Set(hits.map(({ id }) => id));
};

describe('a search', () => {
  test.each([
    ['by a word of the title, however written', { words: 'CAFE' }, () => [signal]],
    ['by words that are all there', { words: 'hoek closed' }, () => [signal]],
    ['by words that are not all there', { words: 'hoek gambling' }, () => []],
    ['by the name of a subject, that a case took over from its signal', { words: 'voorbeeld' }, () => [signal, opened]],
    ['by a subject', { subject: suspect.identifiers[0] }, () => [signal, opened]],
    ['by a subject among cases alone', { subject: suspect.identifiers[0], kinds: ['case'] }, () => [opened]],
    ['by a word and a subject', { words: 'corner', subject: suspect.identifiers[0] }, () => [opened]],
    ['by the number of a subject under another kind', { subject: { kind: 'kvk', value: '999990019' } }, () => []],
  ] as const)('%s finds what has it', async (_title, search, expected) => {
    expect(await find(search)).toEqual(new Set<string>(expected()));
  });

  test('finds for each what they may know of', async () => {
    expect(await find({ subject: suspect.identifiers[0] }, 'reporter')).toEqual(new Set([signal, opened]));
    expect(await find({ subject: suspect.identifiers[0] }, 'detective')).toEqual(new Set());
  });

  test('must be for something', async () => {
    for (const search of [{}, { words: '- . -' }, { kinds: ['case'] }])
      expect(await codeOf(region.as('coordinator').post('/v1/searches', search))).toBe('request.invalid');
  });

  test('leaves no word or identifier in the database or the log', async () => {
    const rows = await region.database.query<{ row: string }>('SELECT t::text AS row FROM process_token t');
    const text = rows.map(({ row }) => row).join() + JSON.stringify(region.region.log.lines);
    expect(rows.length).toBeGreaterThan(10);
    for (const planted of ['gambling', 'voorbeeld', '999990019']) {
      expect(text).not.toContain(planted);
      expect(text).not.toContain(Buffer.from(planted).toString('hex'));
    }
  });
});
