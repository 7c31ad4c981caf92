import { Type, type Static } from 'typebox';

/** A collector that takes spans over OTLP/HTTP: `https://collector.example/v1/traces`. */
export const collectorFields = {
  endpoint: Type.String({ pattern: '^https?://[^ ]+$', maxLength: 300 }),
  headers: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.String({ minLength: 1, maxLength: 1000 }))),
};

/** Where the spans of a process go. */
export const TraceExport = Type.Object(
  {
    ...collectorFields,
    /** Which part of the traces that begin here is recorded; a trace that comes from elsewhere says itself whether it is. */
    ratio: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  { additionalProperties: false },
);
export type TraceExport = Static<typeof TraceExport>;
