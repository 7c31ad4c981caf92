import { expect, test } from '@jest/globals';
import { ownOin } from '../command-line.ts';
import { meetHub } from '../meet-hub.ts';

const held = {
  role: 'case-chair',
  level: 'operational',
  collaboration: 'example-region',
  themes: [],
  regions: ['north'],
};
const me = (more: object) => ({
  'GET /v1/me': { body: { oin: ownOin, client: 'desk', scopes: ['cases'], mandates: [], ...more } },
});

test('koppel whoami tells a system that it is nobody', async () => {
  const { koppel } = await meetHub(me({}));
  expect((await koppel.run(['whoami'])).output).toBe(`The system desk of ${ownOin}, allowed cases.\n`);
});

test('koppel whoami tells a person what they are mandated to, or that it is nothing', async () => {
  const { hub, koppel } = await meetHub(me({ person: 'emp-7f3a91', mandates: [held] }));
  const { output } = await koppel.run(['whoami', '--person', 'emp-7f3a91']);
  expect(output).toMatch(/^emp-7f3a91, through desk .*\nROLE .*\ncase-chair +operational +example-region +north\n$/);
  hub.answer(me({ person: 'emp-7f3a91' }));
  expect((await koppel.run(['whoami'])).output).toContain('No mandate is in force');
});

test('a command works for the person of the option, else of the environment, else for nobody', async () => {
  const { hub, koppel } = await meetHub(me({}));
  await koppel.run(['whoami']);
  koppel.env['KOPPEL_PERSON'] = 'emp-20b8c4';
  await koppel.run(['whoami']);
  await koppel.run(['whoami', '--person', 'emp-7f3a91']);
  expect(hub.people).toEqual([null, 'emp-20b8c4', 'emp-7f3a91']);
});
