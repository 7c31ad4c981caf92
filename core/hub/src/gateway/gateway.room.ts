import type { Ground } from '../platform/ground.ts';
import type { Route } from '../platform/route.ts';
import { createGatewayService } from './gateway.service.ts';
import { Gateway } from './gateway.ts';
import type { Probe } from './readiness.ts';

/** Furnishes the front door; it opens when the answer's `start` is called. */
export function openGatewayRoom(
  ground: Ground,
  routes: readonly Route[],
  probes: Readonly<Record<string, Probe>>,
): Gateway {
  const { config, call, log, metrics, broker, stops } = ground;
  const { http, issuer, limits } = config;
  const gateway = new Gateway({ routes, call, log, listen: http, issuer, limits, probes, metrics: metrics.registry });
  broker.createService(createGatewayService(gateway));
  stops.push('gateway', () => gateway.close());
  return gateway;
}
