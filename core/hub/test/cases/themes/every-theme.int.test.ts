import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyExport } from '@koppel/ledger';
import type { ReferenceModel } from '@koppel/process';
import { waitUntil } from '@koppel/testkit';
import type { RootView } from '../../../src/platform/case-actions.ts';
import { defaultModel, readModel } from '../../default-model.ts';
import { ProcessRegion } from '../../process-region.ts';
import { wholeWay } from './course.ts';
import { ThemeDriver } from './theme-driver.ts';
import { peopleFor } from './theme-people.ts';

const folder = new URL('../../../../process/test/themes/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const models: readonly ReferenceModel[] = [
  await defaultModel(),
  ...(await Promise.all(files.map((name) => readModel(new URL(name, folder))))),
];
const dayMs = 86_400_000;

describe.each(models.map((model) => [model.theme, model] as const))('a case about %s', (_theme, model) => {
  let place: ProcessRegion;
  let driver: ThemeDriver;
  let opened: RootView;
  beforeAll(async () => {
    place = await ProcessRegion.open({ model, people: peopleFor(model) });
    driver = new ThemeDriver(place);
  }, 90_000);
  afterAll(() => place?.close());

  const seenBy = (role: string) => driver.as(role).get<RootView>(`/v1/cases/${opened.id}`);
  const { case: machine } = model.machines;
  const { id: anyRole } = model.roles[0] ?? { id: '' };

  test('comes of a signal that was judged as the model says', async () => {
    opened = (await driver.openCase()) as RootView;
    expect(opened).toMatchObject({ state: machine.initial, theme: model.theme, model: place.modelVersion });
  });

  test('shows everybody what they can do, by the names that the model gives', async () => {
    const names = machine.transitions
      .filter(({ clock, from }) => !clock && from.includes(opened.state))
      .map(({ id }) => id);
    for (const { id } of model.roles) {
      const { actions } = await seenBy(id);
      expect(actions.map(({ action }) => action)).toEqual(names);
    }
  });

  test('goes its whole way to the end', async () => {
    const way = wholeWay(machine);
    expect(await driver.follow(opened, way)).toMatchObject({ state: way.at(-1)?.to, isOpen: false });
    const { content } = await seenBy(anyRole);
    const decisions = content?.['decisions'] as { action: string }[];
    expect(decisions.map(({ action }) => action)).toEqual(way.map(({ id }) => id));
  });

  test('is locked and destroyed by the clock, in the states that the model has for that', async () => {
    for (const clock of ['lock', 'destroy'] as const) {
      const { to } = machine.transitions.find((transition) => transition.clock === clock) ?? {};
      const { endsAt } = (await seenBy(anyRole)).retention;
      place.clock.advanceDays(Math.ceil((Date.parse(String(endsAt)) - place.clock.now()) / dayMs) + 1);
      await place.renewMandates();
      await place.region.stop();
      await place.region.start();
      await waitUntil(async () => (await seenBy(anyRole)).state === to, `the clock made it ${to}`);
    }
    const lines = await place.region.operator.stream('/v1/ledger/export');
    await expect(verifyExport(lines)).resolves.toMatchObject({ isGood: true, faults: 0 });
  });
});

test('there is more than one theme', () => {
  expect(new Set(models.map(({ theme }) => theme)).size).toBeGreaterThan(1);
});
