import { describe, expect, test } from '@jest/globals';
import { decisionLogEntryOf } from '../../src/privacy/decision-log-entry.ts';
import { processingActivityOf } from '../../src/privacy/processing-activity.ts';
import { agreementId, oins } from '../fixtures.ts';
import { anExchange } from './logged-exchange.ts';

describe('an entry of the authorization decision log', () => {
  test('has what was decided on, what was decided, and the agreement as the policy', () => {
    expect(decisionLogEntryOf(processingActivityOf(anExchange()))).toEqual({
      timestamp: '2026-03-02T08:00:00.002Z',
      transaction_id: '01938c5e-8c00-7000-8000-000000000003',
      type: 'access_evaluation',
      request: {
        subject: { type: 'organisation', id: oins.requester, properties: { client: 'intake' } },
        action: { name: 'municipality.find-residents@1.2.3' },
        resource: { type: 'organisation', id: oins.provider },
        context: { purpose: 'prevent-and-detect-offences' },
      },
      response: { decision: true },
      policies: { [`urn:uuid:${agreementId}`]: 2 },
    });
  });

  test('of a refusal says why, and names no policy when there was none', () => {
    const question = { type: 'request.refused', code: 'agreement.not-found' } as const;
    const refused = anExchange({ question, lacks: ['agreement', 'provider', 'subjects', 'purpose'] });
    const entry = decisionLogEntryOf(processingActivityOf(refused));
    expect(entry['response']).toEqual({ decision: false, context: { code: 'agreement.not-found' } });
    expect(entry).not.toHaveProperty('policies');
    expect(entry['request']).not.toHaveProperty('resource');
  });

  test('holds neither who sat at the keyboard nor whom it was about', () => {
    const text = JSON.stringify(decisionLogEntryOf(processingActivityOf(anExchange())));
    expect(text).not.toMatch(/emp-7f3a91|intelligence-officer|AAAA/);
  });
});
