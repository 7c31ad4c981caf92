import { openapiRoute } from '../../src/gateway/openapi-route.ts';
import { hubRoutes } from '../../src/hub.ts';
import type { Route } from '../../src/platform/route.ts';

export const issuer = 'https://hub.example';

/** The routes of every room, with the one that the gateway adds. */
export const allRoutes: readonly Route[] = [...hubRoutes, openapiRoute(hubRoutes, issuer)];
