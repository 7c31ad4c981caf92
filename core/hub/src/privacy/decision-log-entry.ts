import type { DecisionRecord } from './processing-exporter.ts';

/**
 * A decision in the fields of the Authorization Decision Log, request and response in those of AuthZEN. Trace and span
 * are where the carrier has them. Who sat at the keyboard is left out, as the standard allows.
 */
export function decisionLogEntryOf({
  transaction,
  decision: record,
}: DecisionRecord): Readonly<Record<string, unknown>> {
  const { decision, code, subject, action, resource, policy, decidedAt } = record;
  const { type, id, client } = subject;
  return {
    timestamp: decidedAt,
    transaction_id: transaction,
    type: 'access_evaluation',
    request: {
      subject: { type, id, properties: { client } },
      action,
      ...(resource === undefined ? {} : { resource }),
      ...(policy === undefined ? {} : { context: { purpose: policy.purpose } }),
    },
    response: { decision, ...(code === undefined ? {} : { context: { code } }) },
    ...(policy === undefined ? {} : { policies: { [`urn:uuid:${policy.agreement}`]: policy.version } }),
  };
}
