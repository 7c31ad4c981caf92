import { expect, test } from '@jest/globals';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { refusalOf } from './person.ts';
import { about, lesson, type StoryWorld } from './story-world.ts';

/** How it is carried out, closed and evaluated, and what the reference model learns of it. */
export function accountingChapter(story: () => StoryWorld): void {
  test('each partner carries out its own and tells the result in figures that are kept apart', async () => {
    const world = story();
    const { coordinator, enforcer, detective, inspector } = world.people;
    await coordinator.does('start-execution', world.thing('case'));
    const owners = { closure: enforcer, seizure: detective, assessment: inspector };
    for (const [name, owner] of Object.entries(owners)) await owner.does('start', world.thing(name));
    expect(await refusalOf(detective.does('complete', world.thing('seizure')))).toMatchObject({
      unmet: ['result-given'],
    });
    const figures = [
      { figure: 'seized', value: 4_250_000 },
      { figure: 'collected', value: 900_000 },
    ];
    const result = { outcome: 'barrier-raised', description: 'The lamps are gone', figures };
    const seized = await detective.does<ProcessRecord>('complete', world.thing('seizure'), { result });
    expect(seized).toMatchObject({ state: 'completed', content: { result: { figures } } });
    await enforcer.does('complete', world.thing('closure'), {
      result: { outcome: 'closed', description: 'Closed for a year' },
    });
    const nothing = { outcome: 'no-income', description: 'The income could not be shown' };
    expect(await inspector.does('fail', world.thing('assessment'), { result: nothing })).toMatchObject({
      state: 'failed',
    });
  });

  test('the case is closed with a result for each intervention, and evaluated with its lessons', async () => {
    const world = story();
    const { coordinator, chair, detective } = world.people;
    await world.everybodyAgreesTo('close-case');
    expect(await chair.does('close', world.thing('case'), { conference: await world.meeting() })).toMatchObject({
      state: 'closed',
    });
    const late = { need: 'residents', agreement: world.agreements.residents, ...about };
    expect(await refusalOf(detective.asks(world.thing('case'), late))).toMatchObject({
      code: 'process.transition-refused',
    });
    expect(
      await refusalOf(chair.does('evaluate', world.thing('case'), { conference: await world.meeting() })),
    ).toMatchObject({
      unmet: ['lessons-given', 'tasks-in'],
    });
    for (const task of (await coordinator.tasksOf(world.thing('case'))).filter(({ isOpen }) => isOpen)) {
      await coordinator.takes(task);
      await coordinator.does('accept', task);
      await coordinator.does('finish', task);
    }
    await coordinator.proposes('evaluate', world.thing('case'), {
      conference: await world.meeting(),
      lessons: [lesson],
    });
    const evaluated = await chair.does('evaluate', world.thing('case'));
    expect(evaluated).toMatchObject({ state: 'evaluated', isOpen: false });
  });

  test('a lesson changes the reference model, by other eyes than those that wrote it', async () => {
    const world = story();
    const { coordinator } = world.people;
    const { content } = await coordinator.looksAt(world.thing('case'));
    const decisions = content?.['decisions'] as { event: string; action: string }[];
    const decision = String(decisions.find(({ action }) => action === 'evaluate')?.event);
    const put = { decision, index: 0, text: lesson, change: 'Give signals three days instead of five' };
    const { id } = await coordinator.putsForward(world.thing('case'), put);
    expect(await refusalOf(world.approveOwn(world.modelWith('1.0.1', 4)))).toMatchObject({ code: 'process.four-eyes' });
    const model = await world.place.enforce(world.modelWith('1.1.0', 3));
    const adopted = await world.editor.decidesOnLesson(id, { outcome: 'adopted', model });
    expect(adopted).toMatchObject({ status: 'adopted', model, case: null });
    const [told] = (await coordinator.chronologyOf(world.thing('case'))).slice(-1);
    expect(told?.event).toMatchObject({ type: 'lesson-decided', facts: { lesson: id, outcome: 'adopted', model } });
  });

  test('a case that runs stays on its version until its chair moves it, and sees what that changes', async () => {
    const world = story();
    const { coordinator, chair } = world.people;
    const before = await chair.looksAt(world.thing('other'));
    expect(before.model).toBe(world.place.modelVersion);
    const { items } = await world.versions();
    const inForce = String(items.find(({ version }) => version === '1.1.0')?.id);
    const { changes } = await chair.differences(world.thing('other'), inForce);
    expect(changes).toContainEqual(expect.objectContaining({ from: 5, to: 3 }));
    expect(await refusalOf(coordinator.moves(world.thing('other'), inForce))).toMatchObject({
      code: 'process.role-missing',
    });
    expect(await chair.moves(world.thing('other'), inForce)).toMatchObject({ model: inForce, state: before.state });
  });
}
