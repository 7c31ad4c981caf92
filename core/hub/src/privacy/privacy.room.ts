import type { Ground } from '../platform/ground.ts';
import { createPrivacyService } from './privacy.service.ts';
import { ProcessingActivities } from './processing-activities.ts';
import { ProcessingExportStore } from './processing-export.store.ts';
import { ProcessingExporter } from './processing-exporter.ts';

const exportEveryMs = 5000;

/** Furnishes the room of processing records, and sends them to a collector when there is one. */
export async function openPrivacyRoom(ground: Ground): Promise<void> {
  const { call, config, broker } = ground;
  broker.createService(createPrivacyService(new ProcessingActivities(call)));
  if (config.processingLog) await exportTo(config.processingLog, ground);
}

async function exportTo(settings: NonNullable<Ground['config']['processingLog']>, ground: Ground): Promise<void> {
  const { call, clock, config, log, stops } = ground;
  // Most hubs have no collector, and its packages take their time to load.
  const { OtlpCollector } = await import('./otlp-collector.ts');
  const collector = new OtlpCollector(settings, config.origin);
  const progress = new ProcessingExportStore(await ground.database('app'), config.nodeId);
  const exporter = new ProcessingExporter({ call, collector, progress, clock, log });
  const timer = setInterval(() => void exporter.round(), settings.everyMs ?? exportEveryMs);
  stops.push('processing records', async () => {
    clearInterval(timer);
    await collector.close();
  });
}
