import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import { partnerOins, people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, Story } from '../story.ts';

let region: ProcessRegion;
let story: Story;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
}, 60_000);
afterAll(() => region?.close());

describe('a signal', () => {
  test('is known to the organisation that submits it and to the one that coordinates the body, and to nobody else', async () => {
    const { id, participants, state, version } = await story.submit();
    expect(participants).toEqual([partnerOins.municipality, partnerOins.centre].sort());
    expect({ state, version }).toEqual({ state: 'submitted', version: 1 });
    expect(await region.as('triager').get<RootView>(`/v1/signals/${id}`)).toMatchObject({ id, state: 'submitted' });
    expect(await codeOf(region.as('detective').get(`/v1/signals/${id}`))).toBe('resource.not-found');
    expect(await codeOf(region.as('detective').get(`/v1/cases/${id}`))).toBe('resource.not-found');
  });

  test('goes from hand to hand as the model has it', async () => {
    const signal = await story.accepted();
    expect(signal).toMatchObject({ state: 'accepted', phase: 'information-position', isOpen: false, version: 4 });
    const decisions = signal.content?.['decisions'] as { action: string; person: string }[];
    expect(decisions.map(({ action, person }) => [action, person])).toEqual([
      ['triage', people.triager.person],
      ['weigh', people.coordinator.person],
      ['accept', people.chair.person],
    ]);
  });

  test('tells what a person can do now, and what is still missing', async () => {
    const { id } = await story.submit({ subjects: [] });
    await story.act('triager', `signals/${id}`, { action: 'triage' });
    const { actions } = await region.as('coordinator').get<RootView>(`/v1/signals/${id}`);
    const weigh = actions.find(({ action }) => action === 'weigh');
    expect(weigh).toMatchObject({ may: 'decide' });
    expect(weigh?.unmet.map(({ guard }) => guard)).toContain('subject-recorded');
    const seen = await region.as('reporter').get<RootView>(`/v1/signals/${id}`);
    expect(seen.actions.find(({ action }) => action === 'weigh')?.may).toBe('no');
  });

  test('is for members of the body, mandated where it sits', async () => {
    const { police, centre } = partnerOins;
    const body = await region.createBody('operational', { members: [police, centre] });
    expect(await codeOf(story.submit({ body }))).toBe('resource.not-found');
    const elsewhere = { partner: 'municipality', person: 'mun-far1' } as const;
    await region.mandate(elsewhere, ['signal-submitter', 'operational'], {
      limits: { themes: [], regions: ['south'] },
    });
    const draft = { body: region.bodies.conference, title: 'Far away', summary: 'Not here', subjects: [] };
    expect(await codeOf(region.hubOf(elsewhere).post('/v1/signals', draft))).toBe('process.role-missing');
    expect(await codeOf(region.partners.municipality.post('/v1/signals', draft))).toBe('token.person-required');
  });

  test('tells of every subject what is wrong with it, and then keeps nothing', async () => {
    const before = await region.database.query('SELECT id FROM process_stream');
    const person = { kind: 'person' as const, identifiers: [{ kind: 'bsn' as const, value: '12' }] };
    await expect(story.submit({ subjects: [person, { kind: 'premises', identifiers: [] }] })).rejects.toMatchObject({
      code: 'request.invalid',
      details: {
        faults: [
          { path: '/body/subjects/0/role' },
          { path: '/body/subjects/0/identifiers/0/value' },
          { path: '/body/subjects/1' },
        ],
      },
    });
    expect(await region.database.query('SELECT id FROM process_stream')).toHaveLength(before.length);
  });
});
