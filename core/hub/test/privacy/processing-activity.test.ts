import { describe, expect, test } from '@jest/globals';
import { compileSchema } from '@koppel/contract';
import { ProcessingActivity } from '../../src/platform/processing.schema.ts';
import { processingActivityOf } from '../../src/privacy/processing-activity.ts';
import { agreementId, oins } from '../fixtures.ts';
import { anExchange, personA, personB, type Course } from './logged-exchange.ts';

const activityOf = (course?: Course) => processingActivityOf(anExchange(course));
const released: Course = { answers: [{ type: 'reply.released', subjects: [personA, personB] }] };
const refused: Course = {
  question: { type: 'request.refused', code: 'agreement.missing' },
  lacks: ['agreement', 'provider', 'subjects'],
};

describe('the processing records of an exchange', () => {
  test('are one for each person in question or answer, from beginning to answer', () => {
    const { records } = activityOf(released);
    expect(records.map(({ dataSubjectId }) => dataSubjectId)).toEqual([personA, personB]);
    expect(records[0]).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      name: 'municipality.find-residents@1.2.3',
      status: 'Ok',
      startTime: '2026-03-02T08:00:00.000Z',
      endTime: '2026-03-02T08:00:00.030Z',
      processingActivityId: `urn:uuid:${agreementId}`,
      dataSubjectIdType: 'koppel-pseudonym',
    });
  });

  test.each([
    ['reply.released', 'Ok'],
    ['reply.refused', 'Error'],
    ['reply.failed', 'Error'],
    ['reply.late', 'Error'],
  ] as const)('end after %s with the status %s', (type, status) => {
    expect(activityOf({ answers: [{ type }] }).records).toMatchObject([{ status }]);
  });

  test('are there for a question that never got an answer, without a status', () => {
    expect(activityOf().records).toMatchObject([
      { status: 'Unset', dataSubjectId: personA, endTime: '2026-03-02T08:00:00.002Z' },
    ]);
  });

  test('go by the late answer when one came after a failure', () => {
    const { answer, records } = activityOf({
      answers: [{ type: 'reply.failed' }, { type: 'reply.late', subjects: [personB] }],
    });
    expect(answer).toBeGreaterThan(0);
    expect(records).toMatchObject([{ dataSubjectId: personB }]);
  });

  test('are absent when the question was refused: it reached nobody', () => {
    expect(activityOf(refused).records).toEqual([]);
  });

  test('carry span ids that are the same each time and differ by person and by exchange', () => {
    const exchange = anExchange(released);
    const spans = (): string[] => processingActivityOf(exchange).records.map(({ spanId }) => spanId);
    expect(spans()).toEqual(spans());
    expect(new Set([...spans(), ...activityOf(released).records.map(({ spanId }) => spanId)]).size).toBe(4);
  });
});

describe('the authorization decision of an exchange', () => {
  test('says who asked what of whom under which agreement', () => {
    expect(activityOf(released).decision).toEqual({
      decision: true,
      subject: { type: 'organisation', id: oins.requester, client: 'intake' },
      action: { name: 'municipality.find-residents@1.2.3' },
      resource: { type: 'organisation', id: oins.provider },
      policy: { agreement: agreementId, version: 2, purpose: 'prevent-and-detect-offences' },
      decidedAt: '2026-03-02T08:00:00.002Z',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  test('says why not', () => {
    expect(activityOf(refused).decision).toMatchObject({ decision: false, code: 'agreement.missing' });
    expect(activityOf(refused).decision).not.toHaveProperty('policy');
  });
});

test('neither names who sat at the keyboard, and both are what the interface promises', () => {
  const schema = compileSchema(ProcessingActivity);
  for (const course of [released, refused, {}]) {
    const activity = JSON.parse(JSON.stringify(activityOf(course))) as unknown;
    expect(schema.faultsOf(activity)).toEqual([]);
    expect(JSON.stringify(activity)).not.toContain('emp-7f3a91');
  }
});
