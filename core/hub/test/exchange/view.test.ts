import { describe, expect, test } from '@jest/globals';
import { compileView, inspectReply } from '../../src/exchange/view.ts';
import { anAgreement, findResidents } from '../fixtures.ts';

const view = compileView(findResidents, anAgreement());

describe('a view', () => {
  test('names what it releases and what stays behind, by path', () => {
    expect(view.released).toEqual(['residents[].familyName', 'count']);
    expect(view.withheld).toEqual(['residents[].birthDate']);
  });

  test('tells the secrecy of what it releases and of nothing else', () => {
    expect(view.terms.secrecy).toEqual(['awr67']);
    expect(
      compileView(findResidents, anAgreement({ grantedFields: ['residents[].familyName'] })).terms.secrecy,
    ).toEqual([]);
  });

  test('lets a reply through that holds the granted fields', () => {
    expect(inspectReply(view, { residents: [{ familyName: 'Testpersoon' }], count: 1 })).toEqual({ fits: true });
  });

  test('refuses a reply with a field that was not granted, naming the place and not the value', () => {
    const finding = inspectReply(view, {
      residents: [{ familyName: 'Testpersoon', birthDate: '1980-01-01' }],
      count: 1,
    });
    expect(finding).toEqual({ fits: false, code: 'reply.exceeds-grant', paths: ['/residents/0'] });
  });

  test('says that too much is there before it says that something is missing', () => {
    const finding = inspectReply(view, { residents: [], secret: 'x' });
    expect(finding).toEqual({ fits: false, code: 'reply.exceeds-grant', paths: ['/'] });
  });

  test('refuses a reply of another form', () => {
    const wrong = inspectReply(view, { residents: [{ familyName: 7 }], count: 1 });
    expect(wrong).toEqual({ fits: false, code: 'reply.invalid', paths: ['/residents/0/familyName'] });
    expect(inspectReply(view, undefined)).toMatchObject({ fits: false });
  });
});

describe('the view of a match', () => {
  const match = compileView(findResidents, anAgreement({ mode: 'match', grantedFields: [] }));

  test('releases hit or no hit', () => {
    expect(inspectReply(match, { hit: true })).toEqual({ fits: true });
    expect(match.withheld).toHaveLength(3);
  });

  test('refuses content beside the hit', () => {
    expect(inspectReply(match, { hit: true, residents: [] })).toMatchObject({ code: 'reply.exceeds-grant' });
  });
});
