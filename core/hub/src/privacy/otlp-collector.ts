import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { HubConfig } from '../platform/config.schema.ts';
import type { Collector } from './processing-exporter.ts';
import { spanMaker } from './record-span.ts';

const timeoutMillis = 10_000;

/** A collector that speaks OTLP over HTTP. */
export class OtlpCollector implements Collector {
  readonly #exporter: OTLPTraceExporter;
  readonly #toSpan: ReturnType<typeof spanMaker>;

  constructor({ endpoint, headers }: NonNullable<HubConfig['processingLog']>, service: string) {
    this.#exporter = new OTLPTraceExporter({ url: endpoint, timeoutMillis, ...(headers ? { headers } : {}) });
    this.#toSpan = spanMaker(service);
  }

  send(records: Parameters<Collector['send']>[0]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#exporter.export(records.map(this.#toSpan), ({ code, error }) => {
        if (code === ExportResultCode.SUCCESS) resolve();
        else reject(error ?? new Error('the collector refused'));
      });
    });
  }

  close(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
