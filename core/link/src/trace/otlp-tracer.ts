import { AsyncLocalStorage } from 'node:async_hooks';
import { asKoppelError, readTraceparent } from '@koppel/contract';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { isDoneWithin } from '../done-within.ts';
import type { TraceExport } from './trace-export.schema.ts';
import type { Span, Step, TracedProcess, Tracer } from './tracer.ts';
import { WatchedExporter } from './watched-exporter.ts';

const defaultRatio = 0.1;
const exportTimeoutMs = 3_000;
/** A stop waits no longer than this for a collector. */
const farewellMs = 1_000;
/** What does not fit any more is dropped: a collector that is slow or away costs this much memory, and no time. */
const queue = { maxQueueSize: 4_096, maxExportBatchSize: 512, scheduledDelayMillis: 1_000 } as const;

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** Tells steps to a collector over OTLP/HTTP, beside the work: nobody waits for it. */
export class OtlpTracer implements Tracer {
  readonly #provider: TracerProvider;
  readonly #tracer: OtelTracer;
  readonly #here = new AsyncLocalStorage<string>();

  constructor({ endpoint, headers, ratio = defaultRatio }: TraceExport, { service, instance, log }: TracedProcess) {
    const exporter = new OTLPTraceExporter({
      url: endpoint,
      timeoutMillis: exportTimeoutMs,
      ...(headers ? { headers } : {}),
    });
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': instance }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter: new WatchedExporter(exporter, log),
          exportTimeoutMillis: exportTimeoutMs,
          ...queue,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer('koppel');
  }

  get current(): string | undefined {
    return this.#here.getStore();
  }

  start({ name, kind, parent, attributes = {}, startedAt }: Step): Span {
    const options = { kind: kinds[kind], attributes, ...(startedAt === undefined ? {} : { startTime: startedAt }) };
    return new OtlpSpan(this.#tracer.startSpan(name, options, contextOf(parent)), this.#here);
  }

  async close(): Promise<void> {
    await isDoneWithin(farewellMs, this.#provider.shutdown());
  }
}

class OtlpSpan implements Span {
  readonly traceparent: string;
  readonly #span: OtelSpan;
  readonly #here: AsyncLocalStorage<string>;

  constructor(span: OtelSpan, here: AsyncLocalStorage<string>) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
    this.#span = span;
    this.#here = here;
  }

  get isRecorded(): boolean {
    return this.#span.isRecording();
  }

  run<Result>(work: () => Result): Result {
    return this.#here.run(this.traceparent, work);
  }

  note(name: string, value: string | number): void {
    this.#span.setAttribute(name, value);
  }

  fail(error: unknown): void {
    const { code, status } = asKoppelError(error);
    this.#span.setAttribute('error.type', code);
    // A refusal is what the house is for; only what broke is an error.
    if (status >= 500) this.#span.setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.#span.end();
  }
}

/** What is no trace is the parent of nothing. */
function contextOf(parent: string | undefined): Context {
  const known = readTraceparent(parent);
  if (known === undefined) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = ''] = known.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}
