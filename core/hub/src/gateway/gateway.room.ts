import type { Ground } from '../platform/ground.ts';
import type { Route } from '../platform/route.ts';
import { createGatewayService } from './gateway.service.ts';
import { Gateway } from './gateway.ts';
import { ReadinessCheck, type Probe } from './readiness.ts';

/** Of the time to stop, what requests in progress get; the rest is for what they leave behind. */
const graceShare = 0.6;

/** Furnishes the front door; it opens when the answer's `start` is called. */
export function openGatewayRoom(
  ground: Ground,
  routes: readonly Route[],
  probes: Readonly<Record<string, Probe>>,
): Gateway {
  const { config, call, log, security, metrics, tracer, broker, stops } = ground;
  const { http, operations, issuer, limits } = config;
  const gateway = new Gateway({
    routes,
    call,
    log,
    security,
    listen: http,
    ...(operations ? { operationsListen: operations } : {}),
    trustedProxies: http.trustedProxies ?? [],
    issuer,
    limits,
    probes,
    metrics: metrics.registry,
    onTurnedAway: () => metrics.turnedAway.inc(),
    tracer,
  });
  const readiness = new ReadinessCheck(probes);
  metrics.watchReadiness(async () => (await readiness.run()).checks);
  broker.createService(createGatewayService(gateway));
  stops.push('gateway', (leftMs) => gateway.close(leftMs * graceShare));
  return gateway;
}
