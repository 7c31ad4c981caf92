import type { Route } from '../platform/route.ts';
import { modelContentRoutes } from './model-content.routes.ts';
import { modelStepRoutes } from './model-steps.routes.ts';
import { themeRoutes } from './themes.routes.ts';
import { versionRoutes } from './versions.routes.ts';

export const modelRoutes: readonly Route[] = [
  ...versionRoutes,
  ...modelStepRoutes,
  ...modelContentRoutes,
  ...themeRoutes,
];
