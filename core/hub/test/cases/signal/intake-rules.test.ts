import { describe, expect, test } from '@jest/globals';
import { compileSchema, Uuid } from '@koppel/contract';
import type { Intake } from '@koppel/process';
import { signalIdOf, signalOf } from '../../../src/cases/signal/intake-rules.ts';
import { oins } from '../../fixtures.ts';

const intake: Intake = {
  event: 'source.something-seen',
  title: { nl: 'Iets gezien', en: 'Something seen' },
  fields: {
    summary: 'note',
    subjects: [
      { member: 'bsn', kind: 'bsn' },
      { member: 'owner', kind: 'bsn', role: 'suspect' },
      { member: 'firm', kind: 'kvk' },
      { member: 'place', kind: 'address' },
    ],
  },
};

describe('the signal of an event', () => {
  test('has the members that the model names, each as what it names', () => {
    const payload = {
      note: 'Taped windows',
      bsn: '999990019',
      owner: '999990020',
      firm: '90000017',
      place: 'A1',
      more: 'x',
    };
    expect(signalOf(intake, payload)).toEqual({
      title: 'Iets gezien',
      summary: 'Taped windows',
      subjects: [
        { kind: 'person', role: 'third-party', identifiers: [{ kind: 'bsn', value: '999990019' }] },
        { kind: 'person', role: 'suspect', identifiers: [{ kind: 'bsn', value: '999990020' }] },
        { kind: 'organisation', identifiers: [{ kind: 'kvk', value: '90000017' }] },
        { kind: 'premises', identifiers: [{ kind: 'address', value: 'A1' }] },
      ],
    });
  });

  test('leaves out what is not there or no text, and never a member that every object inherits', () => {
    expect(signalOf(intake, { firm: 90000017, place: '', bsn: null })).toMatchObject({
      summary: 'Iets gezien',
      subjects: [],
    });
    const inherited: Intake = { ...intake, fields: { summary: 'constructor', subjects: [] } };
    expect(signalOf(inherited, {}).summary).toBe('Iets gezien');
  });

  test('does not grow beyond what a signal holds', () => {
    expect(signalOf(intake, { note: 'x'.repeat(20_000) }).summary).toHaveLength(8000);
  });
});

describe('the id of the signal of an event', () => {
  const event = { oin: oins.requester, client: 'intake', id: 'event-1' };
  const body = '01938c5e-8c00-7000-8000-0000000000b1';

  test('is a UUID, and the same for the same event in the same body', () => {
    const id = signalIdOf(event, body);
    expect(compileSchema(Uuid).isValid(id)).toBe(true);
    expect(signalIdOf({ ...event }, body)).toBe(id);
  });

  test.each([
    ['another event', { ...event, id: 'event-2' }, body],
    ['another system', { ...event, client: 'other' }, body],
    ['another organisation', { ...event, oin: oins.provider }, body],
    ['another body', event, '01938c5e-8c00-7000-8000-0000000000b2'],
    ['an id that runs into the next part', { ...event, client: 'intake","event-1' }, body],
  ])('differs for %s', (_title, other, otherBody) => {
    expect(signalIdOf(other, otherBody)).not.toBe(signalIdOf(event, body));
  });
});
