import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from '../../src/platform/paging.ts';
import type { ProcessRecord } from '../../src/platform/process/process-record.ts';
import { codeOf, reasons, Story } from '../cases/story.ts';
import { partnerOins, people, type PersonName } from '../process-people.ts';
import { ProcessRegion } from '../process-region.ts';

const { centre, municipality, police } = partnerOins;
const draft = { type: 'close-premises', owner: municipality, aim: 'Nobody uses the garage', reasons };

let region: ProcessRegion;
let story: Story;
let path: string;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  path = `cases/${(await story.open()).id}`;
  await region.as('coordinator').post(`/v1/${path}/participants`, { oin: police, reasons });
}, 60_000);
afterAll(() => region?.close());

const propose = () => region.as('enforcer').post<ProcessRecord>(`/v1/${path}/interventions`, draft);
const act = (by: PersonName, id: string, action: string) => story.act(by, `interventions/${id}`, { action });

describe('an intervention of one partner', () => {
  test('is withdrawn by nobody else, whatever role they hold', async () => {
    const { id } = await propose();
    expect(await codeOf(act('detective', id, 'withdraw'))).toBe('process.guard-unmet');
    expect(await codeOf(act('chair', id, 'withdraw'))).toBe('process.guard-unmet');
    expect(await act('enforcer', id, 'withdraw')).toMatchObject({ state: 'withdrawn' });
  });

  test('is taken back by the chair as long as its owner did not accept it', async () => {
    const { id } = await propose();
    expect(await codeOf(act('detective', id, 'take-back'))).toBe('process.role-missing');
    expect(await act('chair', id, 'take-back')).toMatchObject({ state: 'withdrawn' });
    const { id: accepted } = await propose();
    await act('enforcer', accepted, 'accept');
    expect(await codeOf(act('chair', accepted, 'take-back'))).toBe('process.transition-refused');
    await act('enforcer', accepted, 'withdraw');
  });
});

/** Takes away what the steps of the case brought along. */
async function withdrawTasks(): Promise<void> {
  const { items } = await region.as('coordinator').get<Page<ProcessRecord>>(`/v1/${path}/tasks?limit=100`);
  for (const { id } of items.filter(({ isOpen }) => isOpen))
    await story.act('coordinator', `tasks/${id}`, { action: 'withdraw' });
}

describe('a case that is closed', () => {
  beforeAll(async () => {
    await withdrawTasks();
    const statements = { 'why-no-further': 'The garage burnt down' };
    await story.act('chair', path, { action: 'end-early', statements });
  });

  test('takes no intervention more, because its closing reckoned with all there were', async () => {
    await expect(propose()).rejects.toMatchObject({
      code: 'process.guard-unmet',
      details: { unmet: [{ guard: 'case-in' }] },
    });
    await withdrawTasks();
    const present = [{ oin: centre, person: people.chair.person, role: 'case-chair' }];
    const evaluated = await story.act('chair', path, { action: 'evaluate', lessons: ['Look earlier'], present });
    expect(evaluated).toMatchObject({ state: 'evaluated', isOpen: false });
  });

  test('nor once it is finished', async () => {
    expect(await codeOf(propose())).toBe('process.closed');
  });

  test('nor once its retention period is over', async () => {
    region.clock.advanceDays(735);
    expect(await codeOf(propose())).toBe('process.closed');
  });
});
