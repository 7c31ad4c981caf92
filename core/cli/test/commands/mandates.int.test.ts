import { describe, expect, test } from '@jest/globals';
import { meetHub } from '../meet-hub.ts';

const id = '01938c5e-8c00-7000-8000-000000000001';
const mandate = {
  id,
  person: 'emp-7f3a91',
  role: 'case-chair',
  level: 'operational',
  collaboration: 'example-region',
  limits: { themes: ['housing'], regions: [] },
  until: '2028-01-01T00:00:00.000Z',
  status: 'active',
  inForce: true,
};
const decided = ['--role', 'case-chair', '--level', 'operational', '--collaboration', 'example-region'];
const give = [
  'mandates',
  'give',
  'emp-7f3a91',
  ...decided,
  '--decision',
  'MB-2026-017',
  '--until',
  '2028-01-01T00:00:00Z',
];

describe('koppel mandates', () => {
  test('give delegates a role from now on, without limits unless some are told', async () => {
    const { hub, koppel } = await meetHub({ 'POST /v1/mandates': { status: 201, body: mandate } });
    const before = Date.now();
    const { output } = await koppel.run(give);
    expect(output).toBe(`Mandate ${id}: emp-7f3a91 is case-chair until 2028-01-01T00:00:00.000Z.\n`);
    const body = hub.seen[0]?.body as { from: string };
    expect(body).toEqual({
      person: 'emp-7f3a91',
      role: 'case-chair',
      level: 'operational',
      collaboration: 'example-region',
      decision: 'MB-2026-017',
      until: '2028-01-01T00:00:00Z',
      from: expect.any(String),
      limits: { themes: [], regions: [] },
    });
    expect(Date.parse(body.from)).toBeGreaterThanOrEqual(before);
  });

  test('give tells limits, a beginning and whom somebody stands in for', async () => {
    const { hub, koppel } = await meetHub({ 'POST /v1/mandates': { status: 201, body: mandate } });
    const limits = ['--theme', 'housing', '--theme', 'labour', '--region', 'north'];
    await koppel.run([...give, ...limits, '--from', '2026-01-01T00:00:00Z', '--substitute-of', id]);
    expect(hub.seen[0]?.body).toMatchObject({
      limits: { themes: ['housing', 'labour'], regions: ['north'] },
      from: '2026-01-01T00:00:00Z',
      substituteOf: id,
    });
  });

  test('list prints what is in force and how to go on, or the same as JSON', async () => {
    const page = { items: [mandate], next: 'bmV4dA' };
    const asked = 'GET /v1/mandates?role=case-chair&limit=1';
    const { koppel } = await meetHub({ [asked]: { body: page }, 'GET /v1/mandates': { body: { items: [] } } });
    const args = ['mandates', 'list', '--role', 'case-chair', '--limit', '1'];
    const { output } = await koppel.run(args);
    expect(output).toMatch(/^ID .*IN FORCE\n01938c5e-\S+ +emp-7f3a91 +case-chair .*housing .*active +yes\n/);
    expect(output).toContain('--after bmV4dA');
    expect(JSON.parse((await koppel.run([...args, '--json'])).output)).toEqual(page);
    expect((await koppel.run(['mandates', 'list'])).output).not.toContain('--after');
  });

  test('revoke asks first, and tells the reason', async () => {
    const revocation = `POST /v1/mandates/${id}/revocation`;
    const { hub, koppel } = await meetHub({ [revocation]: { body: { ...mandate, status: 'revoked' } } });
    const args = ['mandates', 'revoke', id, '--reason', 'Left the department'];
    expect((await koppel.run(args)).exitCode).toBe(2);
    expect(hub.seen).toEqual([]);
    expect((await koppel.run([...args, '--yes'])).output).toBe(`Mandate ${id} is revoked.\n`);
    expect(hub.seen[0]?.body).toEqual({ reason: 'Left the department' });
  });
});
