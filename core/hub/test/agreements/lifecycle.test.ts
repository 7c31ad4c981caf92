import { describe, expect, test } from '@jest/globals';
import type { AgreementSignature, AgreementStatus } from '@koppel/contract';
import { isParty, obstacleTo, withSignature, type AgreementStep } from '../../src/agreements/lifecycle.ts';
import { aRecord, oins } from '../fixtures.ts';

const signatureOf = (organisation: string): AgreementSignature => ({
  organisation,
  approver: { id: 'app-20f1', role: 'director' },
  mandate: 'MB-2026-017',
  at: '2026-06-01T12:00:00Z',
  kid: 'kid',
  signature: 'signature',
});
const steps: readonly AgreementStep[] = ['sign', 'suspend', 'resume', 'revoke'];

describe('a step', () => {
  test.each<[AgreementStatus, AgreementStep[]]>([
    ['draft', ['sign', 'revoke']],
    ['active', ['suspend', 'revoke']],
    ['suspended', ['resume', 'revoke']],
    ['revoked', []],
  ])('of a party changes an agreement that is %s by %j and nothing else', (status, possible) => {
    const record = aRecord({ status, statusBy: oins.requester });
    expect(steps.filter((step) => obstacleTo(step, record, { oin: oins.requester }) === undefined)).toEqual(possible);
  });

  test('of an outsider suspends, and resumes what it suspended, and never signs or revokes', () => {
    const by = { oin: oins.operator };
    const statusBy = oins.operator;
    expect(obstacleTo('suspend', aRecord({ status: 'active' }), by)).toBeUndefined();
    expect(obstacleTo('resume', aRecord({ status: 'suspended', statusBy }), by)).toBeUndefined();
    for (const [step, status] of [
      ['sign', 'draft'],
      ['revoke', 'draft'],
      ['revoke', 'active'],
      ['revoke', 'suspended'],
    ] as const) {
      expect(obstacleTo(step, aRecord({ status, statusBy }), by)).toBe('Only a party to the agreement can do this');
    }
  });

  test('does not wave away what the other party suspended', () => {
    const record = aRecord({ status: 'suspended', statusBy: oins.provider });
    expect(obstacleTo('resume', record, { oin: oins.requester })).toContain('suspended the agreement');
  });
});

describe('an agreement', () => {
  test.each([
    ['neither', []],
    ['the requester twice', [oins.requester, oins.requester]],
    ['the provider twice', [oins.provider, oins.provider]],
    ['one party and a stranger', [oins.requester, oins.stranger]],
    ['two strangers', [oins.stranger, oins.operator]],
  ])('stays a draft when %s signed', (_title, organisations) => {
    const signed = organisations.reduce(
      (record, oin) => withSignature(record, signatureOf(oin)),
      aRecord({ status: 'draft' }),
    );
    expect(signed.status).toBe('draft');
    expect(signed.signatures.map(({ organisation }) => organisation)).toEqual(organisations);
  });

  test('is in force once both parties signed, in whatever order and whoever else did', () => {
    const [first, second] = [oins.provider, oins.requester];
    const half = withSignature(aRecord({ status: 'draft' }), signatureOf(first));
    const odd = withSignature(half, signatureOf(oins.stranger));
    expect(withSignature(odd, signatureOf(second)).status).toBe('active');
  });

  test('has two parties', () => {
    const parties = Object.values(oins).filter((oin) => isParty(aRecord(), oin));
    expect(parties).toEqual([oins.requester, oins.provider]);
  });
});
