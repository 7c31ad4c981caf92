import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Likeness } from '../../../src/platform/likeness.schema.ts';
import type { SubjectDraft } from '../../../src/platform/subject.schema.ts';
import { partnerOins, people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, reasons, Story } from '../story.ts';

const person = (bsn: string): SubjectDraft => ({
  kind: 'person',
  role: 'suspect',
  identifiers: [{ kind: 'bsn', value: bsn }],
});
const yard = (address: string): SubjectDraft => ({
  kind: 'premises',
  identifiers: [{ kind: 'address', value: address }],
});

let region: ProcessRegion;
let story: Story;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
}, 60_000);
afterAll(() => region?.close());

const likenessesOf = async (id: string): Promise<readonly Likeness[]> =>
  (await region.as('triager').get<{ likenesses: Likeness[] }>(`/v1/signals/${id}/likenesses`)).likenesses;

describe('likenesses of a signal', () => {
  test('are those that share identifiers, the most alike first, and say which kinds', async () => {
    const near = await story.submit({ subjects: [person('999990019'), yard('A-1')] });
    const far = await story.submit({ subjects: [yard('a 1'), person('999990020')] }, 'detective');
    await story.submit({ subjects: [person('999990032')] });
    const signal = await story.submit({ subjects: [person('999990019'), yard('A1'), person('999990044')] });
    expect(await likenessesOf(signal.id)).toMatchObject([
      {
        root: { id: near.id },
        score: 0.67,
        shared: expect.arrayContaining([
          { kind: 'bsn', count: 1 },
          { kind: 'address', count: 1 },
        ]),
        verdict: null,
      },
      { root: { id: far.id }, score: 0.33, shared: [{ kind: 'address', count: 1 }] },
    ]);
  });

  test('are none for a signal about nobody in particular', async () => {
    const signal = await story.submit({
      subjects: [{ kind: 'premises', identifiers: [], description: 'Somewhere by the canal' }],
    });
    expect(await likenessesOf(signal.id)).toEqual([]);
  });

  test('come with a subject that is added later', async () => {
    const other = await story.submit({ subjects: [yard('B-2')] });
    const signal = await story.submit({ subjects: [] });
    await story.act('triager', `signals/${signal.id}`, { action: 'triage' });
    await region.as('coordinator').post(`/v1/signals/${signal.id}/subjects`, yard('B-2'));
    expect(await likenessesOf(signal.id)).toMatchObject([{ root: { id: other.id }, score: 1 }]);
  });
});

describe('what somebody makes of a likeness', () => {
  test('is kept with who judged and why, and changes nothing else', async () => {
    const other = await story.submit({ subjects: [yard('C-3')] });
    const signal = await story.submit({ subjects: [yard('C-3')] });
    const path = `/v1/signals/${signal.id}/judgements`;
    const judged = await region.as('triager').post<RootView>(path, { other: other.id, verdict: 'same', reasons });
    expect(judged).toMatchObject({ state: 'submitted', version: 2 });
    expect(judged.content?.['judgements']).toMatchObject([
      { other: other.id, verdict: 'same', reasons, oin: partnerOins.centre, person: people.triager.person },
    ]);
    expect(await region.as('triager').get(`/v1/signals/${other.id}`)).toMatchObject({ version: 1, state: 'submitted' });
    await region.as('triager').post(path, { other: other.id, verdict: 'different', reasons: 'Another yard after all' });
    expect(await likenessesOf(signal.id)).toMatchObject([{ verdict: 'different' }]);
    expect((await likenessesOf(other.id)).map(({ root }) => root.id)).toEqual([signal.id]);
  });

  test('is for whoever contributes now, and never about the signal itself', async () => {
    const signal = await story.submit();
    const path = `/v1/signals/${signal.id}/judgements`;
    expect(await codeOf(region.as('reporter').post(path, { other: signal.id, verdict: 'same', reasons }))).toBe(
      'process.role-missing',
    );
    expect(await codeOf(region.as('triager').post(path, { other: signal.id, verdict: 'same', reasons }))).toBe(
      'resource.not-found',
    );
  });
});
