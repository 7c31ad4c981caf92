import { expect, test } from '@jest/globals';
import { partnerOins } from '../../process-people.ts';
import { premises, suspect, weighing } from '../story.ts';
import { refusalOf } from './person.ts';
import { about, type StoryWorld } from './story-world.ts';

const { police } = partnerOins;

/** How signals come in, are judged, weighed and accepted. */
export function intakeChapter(story: () => StoryWorld): void {
  test('a reporter and a detective each submit a signal, and the triager sees that they are alike', async () => {
    const world = story();
    const { reporter, detective, triager } = world.people;
    const { conference: body } = world.place.bodies;
    const told = { body, summary: 'Vans come and go at night', subjects: [suspect, premises] };
    world.things['garage'] = await reporter.submits({ ...told, title: 'A garage where no car is ever repaired' });
    world.things['tip'] = await detective.submits({ ...told, title: 'The same vans again', subjects: [suspect] });
    world.things['farm'] = await reporter.submits({ ...told, title: 'A farm without animals', subjects: [premises] });
    const [first] = await triager.findsLike(world.thing('garage'));
    expect(first).toMatchObject({ score: 0.5, verdict: null });
    expect(await reporter.findsLike(world.thing('garage'))).toMatchObject([{ root: { id: world.thing('farm').id } }]);
    await triager.judges(world.thing('garage'), world.thing('tip').id, 'same');
    const [judged] = (await triager.findsLike(world.thing('garage'))).filter(
      ({ root }) => root.id === world.thing('tip').id,
    );
    expect(judged).toMatchObject({ verdict: 'same', shared: [{ kind: 'bsn', count: 1 }] });
    expect(await triager.looksAt(world.thing('tip'))).toMatchObject({ state: 'submitted' });
  });

  test('whether the police knows the person may be asked, what it knows may not: the signal is not accepted yet', async () => {
    const world = story();
    const { triager, detective } = world.people;
    const { incidents, residents } = world.agreements;
    const asked = await triager.asks(world.thing('garage'), {
      need: 'match-person-incidents',
      agreement: incidents,
      ...about,
    });
    expect(asked).toMatchObject({ state: 'answered', owner: police });
    const [hit] = await triager.itemsOf(world.thing('garage'));
    expect((await triager.reads(String(hit?.id))).content).toMatchObject({ answer: { mode: 'match', hit: true } });
    const content = { agreement: residents, operation: 'municipality.find-residents', ...about };
    expect(
      await refusalOf(detective.asks(world.thing('tip'), { need: 'residents', agreement: residents, ...about })),
    ).toMatchObject({
      code: 'process.transition-refused',
    });
    expect(await refusalOf(detective.exchanges(world.thing('tip'), content))).toMatchObject({
      code: 'case.ask-through-request',
    });
  });

  test('a signal is weighed with reasons and in a meeting, and accepted by the chair alone', async () => {
    const world = story();
    const { triager, coordinator, chair, reporter } = world.people;
    const signals = ['garage', 'tip', 'farm'].map((name) => world.thing(name));
    for (const signal of signals) await triager.does('triage', signal);
    expect(await refusalOf(coordinator.does('weigh', world.thing('garage')))).toEqual({
      code: 'process.guard-unmet',
      unmet: ['statement-given', 'statement-given', 'statement-given', 'attendance-recorded'],
    });
    const present = [coordinator.present, chair.present];
    const conference = await coordinator.meets(world.place.bodies.conference, present, signals);
    for (const signal of signals) await coordinator.does('weigh', signal, { statements: weighing, conference });
    expect(await refusalOf(coordinator.does('accept', world.thing('garage')))).toMatchObject({
      code: 'process.role-missing',
    });
    for (const signal of signals) expect(await chair.does('accept', signal)).toMatchObject({ state: 'accepted' });
    expect((await reporter.isTold()).map(({ stream }) => stream)).toContain(world.thing('garage').id);
  });
}
