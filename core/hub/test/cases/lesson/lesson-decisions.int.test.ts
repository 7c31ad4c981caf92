import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LessonView } from '../../../src/platform/lesson-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins, people, stewards } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, reasons, Story } from '../story.ts';

let region: ProcessRegion;
let lesson: LessonView;
beforeAll(async () => {
  region = await ProcessRegion.open();
  const story = new Story(region);
  const path = `cases/${(await story.open()).id}`;
  const withdrawTasks = async (): Promise<void> => {
    const { items } = await region.as('coordinator').get<Page<ProcessRecord>>(`/v1/${path}/tasks?limit=100`);
    for (const { id } of items.filter(({ isOpen }) => isOpen))
      await story.act('coordinator', `tasks/${id}`, { action: 'withdraw' });
  };
  await withdrawTasks();
  const statements = { 'why-no-further': 'The garage burnt down' };
  await story.act('chair', path, { action: 'end-early', statements });
  await withdrawTasks();
  const present = [{ oin: partnerOins.centre, person: people.chair.person, role: 'case-chair' }];
  const { content } = await story.act('chair', path, { action: 'evaluate', lessons: ['Look earlier'], present });
  const decisions = content?.['decisions'] as { event: string }[];
  const draft = {
    decision: decisions.at(-1)?.event,
    index: 0,
    text: 'Look earlier',
    change: 'Three days instead of five',
  };
  lesson = await region.as('coordinator').post<LessonView>(`/v1/${path}/lessons`, draft);
}, 60_000);
afterAll(() => region?.close());

const adopt = (model: string) =>
  region
    .hubOf(stewards.editor)
    .post<LessonView>(`/v1/lessons/${lesson.id}/decision`, { outcome: 'adopted', model, reasons });

test('a lesson is not taken into a model of another theme, nor into one that is not there', async () => {
  const document = { ...region.model, id: 'other', theme: 'other-theme' };
  const { id } = await region
    .hubOf(stewards.editor)
    .post<{ id: string }>('/v1/models', { collaboration: region.collaboration, document });
  expect(await codeOf(adopt(id))).toBe('request.invalid');
  expect(await codeOf(adopt('01938c5e-8c00-7000-8000-0000000000ff'))).toBe('request.invalid');
});

test('a lesson is taken into a version of the model of its own theme', async () => {
  expect(await adopt(region.modelVersion)).toMatchObject({ status: 'adopted', model: region.modelVersion, case: null });
});
