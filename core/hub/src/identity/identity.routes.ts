import type { Route } from '../platform/route.ts';
import { hubKeyRoutes } from './hub-keys.routes.ts';
import { keyRoutes } from './keys.routes.ts';
import { mandateRoutes } from './mandates.routes.ts';
import { meRoutes } from './me.routes.ts';
import { organisationRoutes } from './organisations.routes.ts';
import { tokenRoutes } from './token.routes.ts';

export const identityRoutes: readonly Route[] = [
  ...tokenRoutes,
  ...meRoutes,
  ...organisationRoutes,
  ...keyRoutes,
  ...hubKeyRoutes,
  ...mandateRoutes,
];
