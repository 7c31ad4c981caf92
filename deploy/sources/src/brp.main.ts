import { startBrp } from './brp/start-brp.ts';
import { runAlone } from './source/run-alone.ts';

await runAlone({
  name: 'brp',
  purpose: "the municipality's persons register, synthetic",
  environment: { BRP_API_KEY: 'expected in the X-API-Key header; default "demonstration"' },
  start: (options, environment) => startBrp({ ...options, apiKey: environment['BRP_API_KEY'] ?? 'demonstration' }),
});
