import { describe, expect, test } from '@jest/globals';
import { signAgreement, type AgreementDraft, type KoppelError } from '@koppel/contract';
import type { Caller } from '../../src/platform/actions.ts';
import { oins } from '../fixtures.ts';
import { caller, draft, keys, kid, operator, provider, requester, Room } from './agreements-room.ts';

describe('a draft', () => {
  test('is kept, digested and logged', async () => {
    const room = new Room();
    const record = await room.agreements.draft(requester, draft);
    expect(record).toMatchObject({
      status: 'draft',
      revision: 1,
      agreement: { version: 1, requester: oins.requester },
    });
    expect(room.ledger).toMatchObject([{ type: 'agreement.drafted', digest: record.digest }]);
  });

  test('tells all its faults at once and changes nothing', async () => {
    const room = new Room();
    room.members = [oins.requester];
    const faulty: AgreementDraft = { ...draft, grantedFields: ['residents[].shoeSize'] };
    const error = await room.agreements.draft(requester, faulty).catch((reason: unknown) => reason as KoppelError);
    expect(error).toMatchObject({ code: 'request.invalid' });
    expect((error as KoppelError).details.faults?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/provider', '/grantedFields/0']),
    );
    expect(room.records.size + room.ledger.length).toBe(0);
  });

  test('between others is not somebody’s to propose', async () => {
    await expect(new Room().agreements.draft(caller(oins.stranger), draft)).rejects.toMatchObject({
      code: 'resource.not-found',
    });
  });
});

describe('signing', () => {
  test('by both puts the agreement in force and announces it', async () => {
    const room = new Room();
    await expect(room.active()).resolves.toMatchObject({ status: 'active', revision: 3 });
    expect(room.ledger.map(({ type }) => type)).toEqual([
      'agreement.drafted',
      'agreement.signed',
      'agreement.signed',
      'agreement.activated',
    ]);
    expect(room.announced).toEqual(['draft', 'active']);
  });

  test('twice by the same organisation does not count for the other', async () => {
    const room = new Room();
    const { agreement } = await room.agreements.draft(requester, draft);
    await room.sign(requester, agreement.id, keys.requester.privateKey);
    await expect(room.sign(requester, agreement.id, keys.requester.privateKey)).rejects.toMatchObject({
      code: 'agreement.transition-refused',
    });
    expect(room.records.get(agreement.id)?.status).toBe('draft');
  });

  test('with another key, or for another organisation, is refused', async () => {
    const room = new Room();
    const { agreement } = await room.agreements.draft(requester, draft);
    const stolen = room.sign(requester, agreement.id, keys.provider.privateKey);
    await expect(stolen).rejects.toMatchObject({ code: 'agreement.signature-invalid' });
    const { signature } = { signature: { ...(await signatureOf(room, agreement.id)), organisation: oins.provider } };
    await expect(room.agreements.sign({ caller: requester, id: agreement.id, signature })).rejects.toMatchObject({
      code: 'agreement.signature-invalid',
    });
  });
});

async function signatureOf(room: Room, id: string) {
  const record = room.records.get(id);
  if (!record) throw new Error('drafted first');
  const statement = {
    organisation: oins.requester,
    approver: { id: 'app-20f1', role: 'director' },
    mandate: 'MB-2026-017',
    at: '2026-06-01T12:00:00Z',
    kid,
  };
  return signAgreement(record.agreement, statement, keys.requester.privateKey);
}

describe('suspending, resuming and revoking', () => {
  const change = (by: Caller, id: string, revision?: number) => ({
    caller: by,
    id,
    reason: 'Advice of the committee',
    ...(revision === undefined ? {} : { revision }),
  });

  test('either party or the operator can suspend; only who suspended can resume', async () => {
    for (const by of [requester, provider, operator]) {
      const room = new Room();
      const { agreement } = await room.active();
      await expect(room.agreements.changeStatus('suspend', change(by, agreement.id))).resolves.toMatchObject({
        status: 'suspended',
        statusBy: by.oin,
      });
      const other = by === requester ? provider : requester;
      await expect(room.agreements.changeStatus('resume', change(other, agreement.id))).rejects.toMatchObject({
        code: 'agreement.transition-refused',
      });
      await expect(room.agreements.changeStatus('resume', change(by, agreement.id))).resolves.toMatchObject({
        status: 'active',
      });
    }
  });

  test('a revoked agreement never comes back', async () => {
    const room = new Room();
    const { agreement } = await room.active();
    await room.agreements.changeStatus('revoke', change(provider, agreement.id));
    for (const step of ['suspend', 'resume', 'revoke'] as const) {
      await expect(room.agreements.changeStatus(step, change(provider, agreement.id))).rejects.toMatchObject({
        code: 'agreement.transition-refused',
      });
    }
  });

  test('on an outdated revision changes nothing', async () => {
    const room = new Room();
    const { agreement } = await room.active();
    await expect(room.agreements.changeStatus('suspend', change(requester, agreement.id, 2))).rejects.toMatchObject({
      code: 'resource.changed',
    });
    expect(room.records.get(agreement.id)?.status).toBe('active');
  });

  test('does not happen when it cannot be logged', async () => {
    const room = new Room();
    const { agreement } = await room.active();
    room.isLedgerUp = false;
    await expect(room.agreements.changeStatus('suspend', change(requester, agreement.id))).rejects.toMatchObject({
      code: 'ledger.unavailable',
    });
    expect(room.records.get(agreement.id)?.status).toBe('active');
  });

  test('a stranger gets the answer for an agreement that does not exist', async () => {
    const room = new Room();
    room.members = [oins.requester, oins.provider, oins.stranger];
    const { agreement } = await room.active();
    for (const id of [agreement.id, '01938c5e-8c00-7000-8000-00000000dead']) {
      await expect(room.agreements.get(caller(oins.stranger), id)).rejects.toMatchObject({
        code: 'resource.not-found',
      });
    }
  });
});
