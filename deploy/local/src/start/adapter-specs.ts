import { actors } from '../seed/actors.ts';
import type { MemoryAdapter } from './start-hub.ts';
import type { PermitsDatabase, Sources } from './start-sources.ts';

/** The three adapters, each with its settings and the secrets that its manifest names. */
export function adapterSpecs(sources: Sources, permits: PermitsDatabase): readonly MemoryAdapter[] {
  const { brp, police, tax } = sources;
  const { user, password, ...database } = permits;
  return [
    {
      package: '@koppel/adapter-municipality',
      oin: actors.municipality.oin,
      client: 'municipality',
      config: { brpUrl: brp.url, database: { ...database, user }, reports: { url: brp.url, pollIntervalMs: 1_000 } },
      secrets: { 'brp-api-key': brp.apiKey, 'database-password': password },
    },
    {
      package: '@koppel/adapter-police',
      oin: actors.police.oin,
      client: 'police',
      config: { url: police.url, username: police.username },
      secrets: { password: police.password },
    },
    {
      package: '@koppel/adapter-tax',
      oin: actors.tax.oin,
      client: 'tax',
      config: { url: tax.url, clientId: tax.clientId },
      secrets: { 'client-secret': tax.clientSecret },
    },
  ];
}
