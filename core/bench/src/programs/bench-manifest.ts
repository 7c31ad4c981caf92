import type { defineAdapter } from '@koppel/contract';
import { benchOperation } from '../exchange/question.ts';

const text = { nl: 'Meetadapter', en: 'Benchmark adapter' };

/** What every adapter of a benchmark says of itself. */
export const benchManifest: Parameters<typeof defineAdapter>[0]['manifest'] = {
  id: 'bench',
  version: '1.0.0',
  contract: '^1.0.0',
  title: text,
  description: text,
  operations: [benchOperation],
  events: [],
  secrets: [],
  egress: [],
  healthIntervalMs: 5000,
  rate: { perSecond: 1000, retryAfterMs: 1000 },
  effect: 'idempotent',
  lifecycle: 'supported',
};
