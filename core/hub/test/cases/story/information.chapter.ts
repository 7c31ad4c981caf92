import { expect, test } from '@jest/globals';
import { premises, suspect } from '../story.ts';
import { partnerOins } from '../../process-people.ts';
import { refusalOf, type Person } from './person.ts';
import { about, type StoryWorld } from './story-world.ts';

const { municipality, tax } = partnerOins;

/** How one case comes of two signals, and partners build the joint information position. */
export function informationChapter(story: () => StoryWorld): void {
  test('the coordinator makes one case of the two signals that belong together', async () => {
    const world = story();
    const { coordinator, inspector } = world.people;
    const { conference: body } = world.place.bodies;
    const opened = await coordinator.opensCase({
      signals: [world.thing('garage').id, world.thing('tip').id],
      body,
      title: 'The garage by the canal',
    });
    world.things['case'] = opened;
    world.things['other'] = await coordinator.opensCase({ signals: [world.thing('farm').id], body, title: 'The farm' });
    expect(opened).toMatchObject({ state: 'draft', content: { subjects: [suspect, premises] } });
    expect(await refusalOf(inspector.looksAt(opened))).toMatchObject({ code: 'resource.not-found' });
    await coordinator.joins(tax, opened);
    expect(await inspector.looksAt(opened)).toMatchObject({ state: 'draft' });
  });

  test('partners bring together what they may share, and tax secrecy keeps what it keeps', async () => {
    const world = story();
    const { detective, coordinator, enforcer, inspector } = world.people;
    const { residents, income } = world.agreements;
    await detective.asks(world.thing('case'), { need: 'residents', agreement: residents, ...about });
    await coordinator.asks(world.thing('case'), { need: 'income', agreement: income, ...about });
    const seenBy = async (person: Person) =>
      Object.fromEntries((await person.itemsOf(world.thing('case'))).map(({ need, isReadable }) => [need, isReadable]));
    expect(await seenBy(coordinator)).toEqual({ residents: true, income: true });
    expect(await seenBy(detective)).toEqual({ residents: true, income: false });
    expect(await seenBy(inspector)).toEqual({ residents: true, income: false });
    const [, secret] = await enforcer.itemsOf(world.thing('case'));
    expect(secret).toMatchObject({
      isReadable: false,
      terms: { secrecy: ['awr67'], onwardDisclosure: { allowed: false } },
    });
    expect((await enforcer.reads(String(secret?.id))).content).toBeNull();
    const own = await coordinator.reads(String(secret?.id));
    expect(own.content).toMatchObject({ answer: { content: { euros: 11_200 } } });
  });

  test('tasks go back and forth, and the time counts for whose turn it is', async () => {
    const world = story();
    const { enforcer, detective, coordinator } = world.people;
    const task = await coordinator.gives(world.thing('case'), {
      title: 'Count the vans',
      owner: municipality,
      role: 'partner',
    });
    expect(task).toMatchObject({ court: { side: 'owner' } });
    expect(await refusalOf(detective.does('accept', task))).toMatchObject({ unmet: ['owner-acts'] });
    await enforcer.does('accept', task);
    world.place.clock.advanceDays(1);
    const asked = await enforcer.does('ask', task, { statements: { question: 'By day as well?' } });
    expect(asked.court).toMatchObject({ side: 'opener' });
    expect(asked.court.ownerMs).toBeGreaterThanOrEqual(86_400_000);
    await coordinator.does('answer', task, { statements: { answer: 'At night only' } });
    expect(await enforcer.does('finish', task)).toMatchObject({ state: 'done', court: { side: 'nobody' } });
    const [first, ...others] = (await coordinator.tasksOf(world.thing('case'))).filter(({ isOpen }) => isOpen);
    await enforcer.takes(first ?? task);
    await enforcer.does('decline', first ?? task);
    for (const other of others) await coordinator.does('withdraw', other);
  });
}
