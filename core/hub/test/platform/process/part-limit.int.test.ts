import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { codeOf, reasons, Story } from '../../cases/story.ts';
import { partnerOins } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';

let region: ProcessRegion;
let story: Story;
let opened: RootView;
let tasks: readonly ProcessRecord[];
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  opened = await story.open();
  tasks = (await region.as('coordinator').get<Page<ProcessRecord>>(`/v1/cases/${opened.id}/tasks?limit=100`)).items;
  for (const { id } of tasks.slice(1)) await story.act('coordinator', `tasks/${id}`, { action: 'withdraw' });
  await fillUp();
}, 120_000);
afterAll(() => region?.close());

/** Five thousand tasks that were withdrawn long ago, written by a loader. */
async function fillUp(): Promise<void> {
  await region.database.query(`
    INSERT INTO process_stream (id, kind, root, collaboration, theme, region, body, version, state, is_open, owner, role,
      due_at, opened_at, changed_at, retention_status, retention_ends_at, record, snapshot)
    SELECT gen_random_uuid(), t.kind, t.root, t.collaboration, t.theme, t.region, t.body, t.version, t.state, t.is_open,
      t.owner, t.role, t.due_at, t.opened_at - interval '1 day', t.changed_at, t.retention_status, t.retention_ends_at,
      t.record, NULL
    FROM process_stream t CROSS JOIN generate_series(1, 5000) WHERE t.id = '${tasks[1]?.id}'`);
  // What is a stream is known by its id, in its record too.
  await region.database.query(`
    UPDATE process_stream SET record = jsonb_set(record::jsonb, '{id}', to_jsonb(id))
    WHERE root = '${opened.id}' AND snapshot IS NULL`);
}

const path = () => `cases/${opened.id}`;
const endEarly = () =>
  story.act('chair', path(), { action: 'end-early', statements: { 'why-no-further': 'The garage burnt down' } });

describe('a case that is full', () => {
  test('takes no task and no intervention more, and says so', async () => {
    const task = { title: 'One more', owner: partnerOins.centre, role: 'case-coordinator' };
    const attempt = region.as('coordinator').post(`/v1/${path()}/tasks`, task);
    await expect(attempt).rejects.toMatchObject({ code: 'case.too-many-parts', status: 409 });
    const draft = { type: 'close-premises', owner: partnerOins.municipality, aim: 'Nobody uses the garage', reasons };
    const proposal = region.as('enforcer').post(`/v1/${path()}/interventions`, draft);
    expect(await codeOf(proposal)).toBe('case.too-many-parts');
    expect(await region.as('coordinator').get(`/v1/${path()}`)).toMatchObject({ version: opened.version });
  });

  test('is not ended while the last of its tasks is open: a guard sees them all', async () => {
    expect(await codeOf(endEarly())).toBe('process.guard-unmet');
  });

  test('is ended when none is, though its next step brings tasks along', async () => {
    await story.act('coordinator', `tasks/${tasks[0]?.id}`, { action: 'withdraw' });
    expect(await endEarly()).toMatchObject({ state: 'closed' });
    const { items } = await region.as('coordinator').get<Page<ProcessRecord>>('/v1/tasks?limit=200');
    expect(items.filter(({ root }) => root === opened.id).length).toBeGreaterThan(0);
  });
});
