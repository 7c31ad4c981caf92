import type { TraceExport } from './trace-export.schema.ts';
import { silentTracer, type TracedProcess, type Tracer } from './tracer.ts';

/** Without a collector nothing is traced, and none of its packages is loaded. */
export async function openTracer(settings: TraceExport | undefined, process: TracedProcess): Promise<Tracer> {
  if (settings === undefined) return silentTracer;
  const { OtlpTracer } = await import('./otlp-tracer.ts');
  return new OtlpTracer(settings, process);
}
