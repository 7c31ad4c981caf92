import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AgreementDraft, checkAgreementDraft, compileSchema, wpgPurposes } from '../src/index.ts';
import { draft, findIncidents, municipality, police } from './samples.ts';

const faultsOf = (change: Partial<AgreementDraft>) => checkAgreementDraft({ ...draft, ...change }, findIncidents);
const purpose = (code: string): AgreementDraft['purpose'] => ({ ...draft.purpose, code });
const match: Partial<AgreementDraft> = { mode: 'match', grantedFields: [] };
const passedOn = { allowed: true, recipients: ['00000001009999999000'] };

describe('checkAgreementDraft', () => {
  test('finds nothing wrong with a sound draft', () => {
    expect(compileSchema(AgreementDraft).faultsOf(draft)).toEqual([]);
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ ...match, subjectRoles: [] })).toEqual([]);
  });

  test.each<[string, Partial<AgreementDraft>, ...string[]]>([
    ['another operation', { operation: 'police.find-reports' }, '/operation', 'must be police.find-incidents'],
    ['another major version', { operationVersion: 1 }, '/operationVersion', 'must be 2'],
    [
      'one organisation with itself',
      { requester: police },
      '/requester',
      'must be another organisation than the provider',
    ],
    ['no field', { grantedFields: [] }, '/grantedFields', 'must name at least one field'],
    [
      'fields in a match',
      { ...match, grantedFields: ['district'] },
      '/grantedFields',
      'must be empty: a match releases no field',
    ],
    [
      'a field that does not exist',
      { grantedFields: ['district', 'ghost'] },
      '/grantedFields/1',
      'is not a leaf of the reply',
    ],
    ['a field that has fields', { grantedFields: ['suspects[]'] }, '/grantedFields/0', 'is not a leaf of the reply'],
    [
      'a field without its brackets',
      { grantedFields: ['suspects.name'] },
      '/grantedFields/0',
      'is not a leaf of the reply',
    ],
    [
      'a role that is not named',
      { subjectRoles: ['victim'] },
      '/subjectRoles',
      'must name suspect: a granted field is about it',
    ],
    [
      'an end before its beginning',
      { validity: { from: '2026-06-01T00:00:00Z', until: '2026-05-01T00:00:00Z' } },
      '/validity',
      'must begin before it ends',
    ],
    [
      'an end that is its beginning',
      { validity: { from: '2026-06-01T00:00:00Z', until: '2026-06-01T00:00:00.000Z' } },
      '/validity',
      'must begin before it ends',
    ],
    [
      'a day that does not exist',
      { validity: { from: '2026-02-30T00:00:00Z', until: '2026-06-01T00:00:00Z' } },
      '/validity/from',
      'is not a day of the calendar',
    ],
    [
      'an end that does not exist',
      { validity: { from: '2026-02-01T00:00:00Z', until: '2027-02-29T00:00:00Z' } },
      '/validity/until',
      'is not a day of the calendar',
    ],
    [
      'onward disclosure to nobody',
      { onwardDisclosure: { allowed: true, recipients: [] } },
      '/onwardDisclosure/recipients',
      'must name somebody if it is allowed, and nobody if it is not',
    ],
    [
      'recipients without onward disclosure',
      { onwardDisclosure: { ...passedOn, allowed: false } },
      '/onwardDisclosure/recipients',
      'must name somebody if it is allowed, and nobody if it is not',
    ],
  ])('finds %s', (...[, change, path, message]) => {
    expect(faultsOf(change)).toEqual([{ path, message }]);
  });

  test('finds a mode that is not offered', () => {
    const matchOnly = { ...findIncidents, modes: ['match' as const] };
    expect(checkAgreementDraft(draft, matchOnly)).toEqual([
      { path: '/mode', message: 'is not offered by police.find-incidents' },
    ]);
  });

  test('tells everything at once', () => {
    const faults = faultsOf({
      operation: 'tax.find-incomes',
      requester: police,
      grantedFields: ['suspects[].name', 'suspects[].income', 'ghost'],
      subjectRoles: [],
      validity: { from: '2027-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z' },
      onwardDisclosure: passedOn,
      legalBasis: ['jci1.3:c:BWBR0005537&artikel=1'],
      purpose: purpose('curiosity'),
    });
    expect(faults.map(({ path }) => path)).toEqual([
      '/operation',
      '/requester',
      '/grantedFields/2',
      '/subjectRoles',
      '/validity',
      '/legalBasis',
      '/purpose/code',
      '/onwardDisclosure/allowed',
    ]);
  });

  test('a field about nobody, or about anybody, needs no role', () => {
    expect(faultsOf({ grantedFields: ['district', 'suspects[].income'], subjectRoles: [] })).toEqual([]);
  });
});

describe('police data', () => {
  const elsewhere = { legalBasis: ['jci1.3:c:BWBR0005537&artikel=1'], purpose: purpose('curiosity') };
  const paths = ['/legalBasis', '/purpose/code'];

  test('needs the Wpg as its basis and one of the four purposes of its article 20', () => {
    expect(faultsOf(elsewhere).map(({ path }) => path)).toEqual(paths);
    expect(wpgPurposes).toHaveLength(4);
    for (const code of wpgPurposes) expect(faultsOf({ purpose: purpose(code) })).toEqual([]);
  });

  test('is what a match draws on, too', () => {
    expect(faultsOf({ ...match, ...elsewhere }).map(({ path }) => path)).toEqual(paths);
  });

  test('is not at stake when none of it is granted', () => {
    expect(faultsOf({ ...elsewhere, grantedFields: ['district'] })).toEqual([]);
  });

  test.each([
    ['jci1.3:c:BWBR0022463', true],
    ['jci1.3:v:BWBR0022463&artikel=20&lid=1', true],
    ['jci1.3:c:BWBR00224631&artikel=20', false],
    ['jci1.3:c:BWBR0005537&artikel=BWBR0022463', false],
  ])('is recognised by its law: %s (%s)', (reference, isWpg) => {
    expect(compileSchema(AgreementDraft).isValid({ ...draft, legalBasis: [reference] })).toBe(true);
    expect(faultsOf({ legalBasis: [reference] })).toHaveLength(isWpg ? 0 : 1);
  });
});

describe('tax data', () => {
  const income: Partial<AgreementDraft> = { grantedFields: ['suspects[].income'], onwardDisclosure: passedOn };
  const told = [
    { path: '/onwardDisclosure/allowed', message: 'must be false: tax secrecy (AWR art. 67) binds the recipient' },
  ];

  test('is not passed on, whatever the legal basis', () => {
    expect(faultsOf(income)).toEqual(told);
    expect(faultsOf({ ...income, legalBasis: ['jci1.3:c:BWBR0002320&artikel=67'] })).toEqual(told);
    expect(faultsOf({ ...match, onwardDisclosure: passedOn })).toEqual(told);
  });

  test('does not keep other fields from being passed on', () => {
    expect(faultsOf({ grantedFields: ['district'], onwardDisclosure: passedOn })).toEqual([]);
  });
});

test('no draft that fits its schema makes the check throw', () => {
  const wild = fc.record({
    grantedFields: fc.array(fc.constantFrom('district', 'suspects[].name', 'constructor', 'a.b[].c'), { maxLength: 4 }),
    validity: fc.record({
      from: fc.stringMatching(/^[0-9]{4}-1[0-2]-[0-2][1-9]T23:59:59Z$/),
      until: fc.constant(draft.validity.until),
    }),
    mode: fc.constantFrom('match' as const, 'content' as const),
    requester: fc.constantFrom(municipality, police),
  });
  fc.assert(fc.property(wild, (change) => expect(Array.isArray(faultsOf(change))).toBe(true)));
});
