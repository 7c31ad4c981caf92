import type { FastifyInstance } from 'fastify';
import { ReadinessCheck, type Probe } from './readiness.ts';

/** The part of a prom-client registry that is read here. */
export interface MetricsRegistry {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export interface OperationsOptions {
  readonly probes: Readonly<Record<string, Probe>>;
  readonly metrics: MetricsRegistry;
  readonly isDraining: () => boolean;
}

/** For the people and machines that keep the hub running, outside the versioned interface. */
export const operationsAddresses = [
  { method: 'GET', path: '/health/live' },
  { method: 'GET', path: '/health/ready' },
  { method: 'GET', path: '/metrics' },
] as const;

export function mountOperations(server: FastifyInstance, { probes, metrics, isDraining }: OperationsOptions): void {
  const readiness = new ReadinessCheck(probes);
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const result = await readiness.run();
    const state = isDraining() ? { ...result, status: 'draining' as const } : result;
    if (state.status !== 'ready') reply.code(503);
    return state;
  });
  server.get('/metrics', async (_request, reply) => {
    reply.header('content-type', metrics.contentType);
    return metrics.metrics();
  });
}
