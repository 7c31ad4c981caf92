import type { Log } from '@koppel/contract';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** Says in the log when the collector is lost and when it is back, once each; spans that it did not take are gone. */
export class WatchedExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #log: Log;
  #isWell = true;

  constructor(exporter: SpanExporter, log: Log) {
    this.#exporter = exporter;
    this.#log = log;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      this.#notice(result.code === ExportResultCode.SUCCESS);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  #notice(isWell: boolean): void {
    if (isWell && !this.#isWell) this.#log.info({}, 'the collector takes traces again');
    if (!isWell && this.#isWell) this.#log.warn({}, 'the collector does not take traces; they are lost until it does');
    this.#isWell = isWell;
  }
}
