import type { AdapterHost } from '@koppel/contract';
import { HttpSource } from '@koppel/http-source';
import type { Static } from 'typebox';
import type { ReportsConfig } from '../config.schema.ts';
import { ReportDesk } from './report-desk.ts';
import { ReportWatch } from './report-watch.ts';

const defaultIntervalMs = 10_000;

/** Begins to tell the hub of reports; the answer ends it. */
export function watchReports(
  { url, pollIntervalMs: intervalMs = defaultIntervalMs }: Static<typeof ReportsConfig>,
  { apiKey, host }: { readonly apiKey: string; readonly host: AdapterHost },
): () => Promise<void> {
  const source = new HttpSource({ url, effect: 'idempotent' });
  const watch = new ReportWatch({ desk: new ReportDesk(source, apiKey), host, intervalMs });
  return async () => {
    await watch.stop();
    await source.close();
  };
}
