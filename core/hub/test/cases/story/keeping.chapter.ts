import { expect, test } from '@jest/globals';
import { verifyExport } from '@koppel/ledger';
import { refusalOf } from './person.ts';
import type { StoryWorld } from './story-world.ts';

/** What becomes of a case when its time is over, and what proves all of it. */
export function keepingChapter(story: () => StoryWorld): void {
  test('when its time is over the case is locked, then destroyed; what happened and when stays', async () => {
    const world = story();
    const { chair, coordinator } = world.people;
    const statusIs = (status: string) => async () =>
      (await chair.looksAt(world.thing('case'))).retention.status === status;
    const [item] = await coordinator.itemsOf(world.thing('case'));
    const before = await coordinator.chronologyOf(world.thing('case'));
    await world.passDays(731, statusIs('locked'));
    expect(await chair.looksAt(world.thing('case'))).toMatchObject({ state: 'locked', content: null, actions: [] });
    expect(await refusalOf(coordinator.reads(String(item?.id)))).toMatchObject({ code: 'item.locked' });
    await world.passDays(5 * 366, statusIs('destroyed'));
    expect(await chair.looksAt(world.thing('case'))).toMatchObject({ state: 'destroyed', content: null });
    const after = await coordinator.chronologyOf(world.thing('case'));
    expect(after.slice(0, before.length)).toEqual(before.map((entry) => ({ ...entry, reasons: null })));
    const states = after.flatMap(({ event: { kind, type, facts } }) =>
      kind === 'case' && type === 'transitioned' ? String(facts['to']) : [],
    );
    expect(states).toEqual([
      'enriched',
      'weighed',
      'approved',
      'plan-agreed',
      'in-execution',
      'closed',
      'evaluated',
      'locked',
      'destroyed',
    ]);
  });

  test('the ledger holds, and has an entry for everything that happened', async () => {
    const world = story();
    const lines = await world.readLedger();
    await expect(verifyExport(lines)).resolves.toMatchObject({ isGood: true, faults: 0 });
    const logged = new Set((await world.place.region.ledger()).map((entry) => (entry as { digest?: string }).digest));
    const happened = await world.people.chair.chronologyOf(world.thing('case'));
    expect(happened.filter(({ digest }) => !logged.has(digest))).toEqual([]);
    expect(new Set(happened.map(({ event }) => event.by?.person)).size).toBeGreaterThanOrEqual(7);
  });
}
