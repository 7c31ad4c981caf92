import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { hrTimeDuration, millisToHrTime } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { DataProcessingRecord } from '../platform/processing.schema.ts';

const statusCodes = {
  Ok: SpanStatusCode.OK,
  Error: SpanStatusCode.ERROR,
  Unset: SpanStatusCode.UNSET,
} as const satisfies Record<DataProcessingRecord['status'], SpanStatusCode>;

const scope = { name: 'koppel-processing-log', version: '1.0' };

/** Gives records the form in which OTLP carries them: a span each, as the Logboek Dataverwerkingen 1.0 wants it. */
export function spanMaker(service: string): (record: DataProcessingRecord) => ReadableSpan {
  const resource = resourceFromAttributes({ 'service.name': service });
  return (record) => {
    const startTime = millisToHrTime(Date.parse(record.startTime));
    const endTime = millisToHrTime(Date.parse(record.endTime));
    const context = { traceId: record.traceId, spanId: record.spanId, traceFlags: TraceFlags.SAMPLED };
    return {
      name: record.name,
      kind: SpanKind.INTERNAL,
      spanContext: () => context,
      startTime,
      endTime,
      duration: hrTimeDuration(startTime, endTime),
      status: { code: statusCodes[record.status] },
      attributes: {
        'dpl.core.processing_activity_id': record.processingActivityId,
        'dpl.core.data_subject_id': record.dataSubjectId,
        'dpl.core.data_subject_id_type': record.dataSubjectIdType,
      },
      links: [],
      events: [],
      ended: true,
      resource,
      instrumentationScope: scope,
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  };
}
