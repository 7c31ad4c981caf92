import { expect, test } from '@jest/globals';
import { meetHub } from '../meet-hub.ts';

const id = '01938c5e-8c00-7000-8000-000000000001';
const task = {
  id,
  kind: 'task',
  state: 'open',
  version: 1,
  phase: 'acting',
  dueAt: '2026-11-30T23:00:00.000Z',
  content: { title: { nl: 'Pand bekijken', en: 'Look at the premises' } },
  actions: [
    {
      action: 'finish',
      title: { nl: 'Afronden', en: 'Finish' },
      may: 'do',
      unmet: [
        { guard: 'reasons-given', message: 'Reasons must be given.' },
        { guard: 'result-given', message: 'The result must be given.' },
      ],
    },
  ],
};

test('koppel bodies list tells each body in the language of the reader', async () => {
  const title = { nl: 'Casusoverleg Noord', en: 'Case conference North' };
  const { koppel } = await meetHub({ 'GET /v1/bodies': { body: { items: [{ id, level: 'operational', title }] } } });
  expect((await koppel.run(['bodies', 'list'])).output).toMatch(
    /^ID .*TITLE\n.*operational .*Case conference North\n$/,
  );
  koppel.env['KOPPEL_LANGUAGE'] = 'nl';
  expect((await koppel.run(['bodies', 'list'])).output).toContain('Casusoverleg Noord');
});

test('koppel tasks show tells what can be done, with the command for it and what it still needs', async () => {
  const { koppel } = await meetHub({ [`GET /v1/tasks/${id}`]: { body: task } });
  const { output } = await koppel.run(['tasks', 'show', id]);
  expect(output).toContain(`task ${id}: Look at the premises\n`);
  expect(output).toContain('due      2026-11-30\n');
  expect(output).toContain(`koppel tasks act ${id} <action> --reasons`);
  expect(output).toContain('still needed: The result must be given.');
  expect(output).not.toContain('Reasons must be given');
});

test('koppel escalations decide sends the number of the option as a number', async () => {
  const path = `/v1/escalations/${id}/decision`;
  const { hub, koppel } = await meetHub({ [`POST ${path}`]: { body: { ...task, kind: 'escalation', actions: [] } } });
  await koppel.run(['escalations', 'decide', id, '--option', '2', '--reasons', 'The own means must do']);
  const sent = hub.seen.find((request) => request.path === path);
  expect(sent?.body).toEqual({ option: 2, reasons: 'The own means must do' });
});

test('organisations are told by name and number, and by number when the hub does not tell their names', async () => {
  const oin = '00000009999000000003';
  const one = { id, kind: 'case', state: 'draft', version: 1, participants: [oin], content: {}, actions: [] };
  const organisations = [{ oin, name: 'Politie-eenheid Voorbeeldland', status: 'active', collaborations: [] }];
  const item = { id, kind: 'note', source: oin, terms: { onwardDisclosure: {}, secrecy: [] }, retention: {} };
  const { hub, koppel } = await meetHub({
    [`GET /v1/cases/${id}`]: { body: one },
    [`GET /v1/cases/${id}/items`]: { body: { items: [item] } },
  });
  expect((await koppel.run(['cases', 'show', id])).output).toContain(`joined   ${oin}\n`);
  hub.answer({ 'GET /v1/organisations': { body: { organisations } } });
  expect((await koppel.run(['cases', 'show', id])).output).toContain(
    `joined   Politie-eenheid Voorbeeldland (${oin})\n`,
  );
  expect((await koppel.run(['cases', 'items', id])).output).toContain(`Politie-eenheid Voorbeeldland (${oin})`);
  hub.seen.length = 0;
  expect(JSON.parse((await koppel.run(['cases', 'show', id, '--json'])).output)).toEqual(one);
  expect(hub.seen).toHaveLength(1);
});

test('--id prints the id of what a row is about, and of a question that was put to the level above', async () => {
  const { koppel } = await meetHub({
    [`GET /v1/signals/${id}/likenesses`]: { body: { likenesses: [{ root: { id: 'one' }, score: 1 }] } },
    [`POST /v1/cases/${id}/escalations`]: { body: { escalation: 'two' } },
  });
  expect((await koppel.run(['signals', 'likenesses', id, '--id'])).output).toBe('one\n');
  expect((await koppel.run(['cases', 'escalate', id, '-', '--id'], '{}')).output).toBe('two\n');
});
