import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { SubjectDraft } from '../../../src/platform/subject.schema.ts';
import { partnerOins, people, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, premises, reasons, Story, suspect } from '../story.ts';

let region: ProcessRegion;
let story: Story;
let opened: RootView;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  opened = await story.open();
}, 60_000);
afterAll(() => region?.close());

const victim: SubjectDraft = { kind: 'person', role: 'victim', identifiers: [], name: 'Nieuwkomer Voorbeeld' };
const add = (signal: string, by: PersonName = 'coordinator') =>
  region.as(by).post<RootView>(`/v1/cases/${opened.id}/signals`, { signal, reasons });

describe('a signal that is added to a case', () => {
  test('brings its subjects along, each that is not there yet, and the case is found by them', async () => {
    const { id } = await story.accepted({ subjects: [suspect, premises, victim] }, 'detective');
    const { content, version } = await add(id);
    const before = (opened.content?.['signals'] ?? []) as readonly string[];
    expect([content?.['signals'], version]).toEqual([[...before, id], opened.version + 1]);
    expect(content?.['subjects']).toMatchObject([{ number: 1 }, { number: 2 }, { number: 3, ...victim }]);
    const { hits } = await region
      .as('enforcer')
      .post<{ hits: { id: string }[] }>('/v1/searches', { words: 'nieuwkomer' });
    expect(hits.map((hit) => hit.id)).toEqual([opened.id]);
  });

  test('tells nothing of the case to whoever is joined to the signal alone', async () => {
    const signal = await story.accepted({}, 'detective');
    const detective = region.as('detective');
    const seen = async (): Promise<string> =>
      JSON.stringify(
        await Promise.all(['', '/chronology'].map((part) => detective.get(`/v1/signals/${signal.id}${part}`))),
      );
    const before = await seen();
    await add(signal.id);
    expect(await seen()).toBe(before);
    expect(await codeOf(detective.get(`/v1/cases/${opened.id}`))).toBe('resource.not-found');
    expect((await region.as('chair').get<RootView>(`/v1/cases/${opened.id}`)).participants).not.toContain(
      partnerOins.police,
    );
    const enforcer = await region.as('enforcer').get<RootView>(`/v1/cases/${opened.id}`);
    expect(enforcer.content?.['signals']).not.toContain(signal.id);
  });

  test('is not there yet', async () => {
    const { id } = await story.accepted();
    await add(id);
    expect(await codeOf(add(id))).toBe('resource.exists');
  });

  test('is in a state on which the model lets open a case', async () => {
    const { id } = await story.submit();
    await expect(add(id)).rejects.toMatchObject({
      code: 'process.guard-unmet',
      details: { unmet: [{ guard: 'signals-in' }] },
    });
  });

  test('is of the same region', async () => {
    const body = await region.createBody('operational', { region: 'south' });
    const { id } = await story.accepted({ body });
    expect(await codeOf(add(id))).toBe('request.invalid');
  });

  test('is added by whoever is responsible and may know of both', async () => {
    const own = await story.accepted();
    expect(await codeOf(add(own.id, 'enforcer'))).toBe('process.role-missing');
    const colleague = { partner: 'municipality', person: 'mun-c0c0' } as const;
    await region.mandate(colleague, ['case-coordinator', 'operational']);
    const foreign = await story.accepted({}, 'detective');
    const path = `/v1/cases/${opened.id}/signals`;
    const unseen = region.hubOf(colleague).post(path, { signal: foreign.id, reasons });
    expect(await codeOf(unseen)).toBe('resource.not-found');
    expect(await codeOf(region.hubOf(people.detective).post(path, { signal: foreign.id, reasons }))).toBe(
      'resource.not-found',
    );
  });
});
