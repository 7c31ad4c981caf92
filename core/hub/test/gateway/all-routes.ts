import { adapterRoutes } from '../../src/adapters/adapters.routes.ts';
import { agreementRoutes } from '../../src/agreements/agreements.routes.ts';
import { casesRoutes } from '../../src/cases/cases.routes.ts';
import { exchangeRoutes } from '../../src/exchange/exchange.routes.ts';
import { openapiRoute } from '../../src/gateway/openapi-route.ts';
import { identityRoutes } from '../../src/identity/identity.routes.ts';
import { interventionRoutes } from '../../src/interventions/interventions.routes.ts';
import { ledgerRoutes } from '../../src/ledger/ledger.routes.ts';
import { witnessRoutes } from '../../src/ledger/witness/witness.routes.ts';
import { modelRoutes } from '../../src/model/model.routes.ts';
import type { Route } from '../../src/platform/route.ts';

export const issuer = 'https://hub.example';

/** The routes of every room. */
export const roomRoutes: readonly Route[] = [
  ...identityRoutes,
  ...agreementRoutes,
  ...adapterRoutes,
  ...exchangeRoutes,
  ...ledgerRoutes,
  ...witnessRoutes,
  ...modelRoutes,
  ...casesRoutes,
  ...interventionRoutes,
];

/** With the one that the gateway adds. */
export const allRoutes: readonly Route[] = [...roomRoutes, openapiRoute(roomRoutes, issuer)];
