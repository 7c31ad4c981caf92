import type { MandateDraft } from '../../src/platform/mandate.schema.ts';

/** A mandate that can be given at `now`, in everything but what a test changes. */
export const aMandate = (change: Partial<MandateDraft> = {}): MandateDraft => ({
  person: 'emp-7f3a91',
  role: 'case-chair',
  level: 'operational',
  collaboration: 'example-region',
  limits: { themes: [], regions: [] },
  from: '2026-01-01T00:00:00.000Z',
  until: '2027-01-01T00:00:00.000Z',
  decision: 'MB-2026-017',
  ...change,
});
