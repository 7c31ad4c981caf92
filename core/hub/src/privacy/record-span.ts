import { SpanKind, SpanStatusCode, TraceFlags, type Attributes } from '@opentelemetry/api';
import { hrTimeDuration, millisToHrTime } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { DataProcessingRecord } from '../platform/processing.schema.ts';
import { decisionLogEntryOf } from './decision-log-entry.ts';
import type { DecisionRecord, ExportedRecord } from './processing-exporter.ts';

const statusCodes = {
  Ok: SpanStatusCode.OK,
  Error: SpanStatusCode.ERROR,
  Unset: SpanStatusCode.UNSET,
} as const satisfies Record<DataProcessingRecord['status'], SpanStatusCode>;

/** What the two standards have each their own of. */
interface SpanContent extends Pick<DataProcessingRecord, 'traceId' | 'spanId' | 'name' | 'startTime' | 'endTime'> {
  readonly status: SpanStatusCode;
  readonly attributes: Attributes;
  readonly scope: string;
}

/** Gives records the form in which OTLP carries them: a span each. */
export function spanMaker(service: string): (record: ExportedRecord) => ReadableSpan {
  const resource = resourceFromAttributes({ 'service.name': service });
  return (record) => {
    const content = 'decision' in record ? contentOfDecision(record) : contentOfProcessing(record);
    const { traceId, spanId, name, attributes, scope } = content;
    const startTime = millisToHrTime(Date.parse(content.startTime));
    const endTime = millisToHrTime(Date.parse(content.endTime));
    const context = { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
    return {
      name,
      kind: SpanKind.INTERNAL,
      spanContext: () => context,
      startTime,
      endTime,
      duration: hrTimeDuration(startTime, endTime),
      status: { code: content.status },
      attributes,
      links: [],
      events: [],
      ended: true,
      resource,
      instrumentationScope: { name: scope, version: '1.0' },
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  };
}

/** As the Logboek Dataverwerkingen 1.0 wants it. */
const contentOfProcessing = (record: DataProcessingRecord): SpanContent => ({
  ...record,
  status: statusCodes[record.status],
  scope: 'koppel-processing-log',
  attributes: {
    'dpl.core.processing_activity_id': record.processingActivityId,
    'dpl.core.data_subject_id': record.dataSubjectId,
    'dpl.core.data_subject_id_type': record.dataSubjectIdType,
  },
});

/** As the Authorization Decision Log names it; OTLP carries its objects as JSON. A refusal is no error of who decided. */
function contentOfDecision(record: DecisionRecord): SpanContent {
  const { traceId, spanId, decidedAt } = record.decision;
  const fields = Object.entries(decisionLogEntryOf(record)).map(([name, value]) => [
    `adl.${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    traceId,
    spanId,
    name: 'authorization-decision',
    startTime: decidedAt,
    endTime: decidedAt,
    status: SpanStatusCode.UNSET,
    scope: 'koppel-authorization-decision-log',
    attributes: Object.fromEntries(fields) as Attributes,
  };
}
