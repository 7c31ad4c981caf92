import type { Manifest } from '@koppel/contract';
import { findResidents, oins } from './fixtures.ts';

const text = { nl: 'Voorbeeld', en: 'Example' };

export function aManifest(change: Partial<Manifest> = {}): Manifest {
  return {
    id: 'records',
    version: '1.0.0',
    contract: '^1.0.0',
    owner: oins.provider,
    title: text,
    description: text,
    operations: [findResidents],
    events: [],
    configSchema: { type: 'object', properties: {}, additionalProperties: false },
    secrets: [],
    egress: [],
    healthIntervalMs: 5000,
    rate: { perSecond: 50, retryAfterMs: 1000 },
    effect: 'idempotent',
    lifecycle: 'supported',
    ...change,
  };
}
