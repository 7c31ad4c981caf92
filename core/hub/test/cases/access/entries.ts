import { casesRoutes } from '../../../src/cases/cases.routes.ts';
import { mandateRoutes } from '../../../src/identity/mandates.routes.ts';
import { meRoutes } from '../../../src/identity/me.routes.ts';
import { interventionRoutes } from '../../../src/interventions/interventions.routes.ts';
import { modelRoutes } from '../../../src/model/model.routes.ts';
import type { Route } from '../../../src/platform/route.ts';
import type { Attempt } from './access-ground.ts';
import type { Entries } from './entry.ts';
import { houseEntries } from './house.entries.ts';
import { meetingEntries } from './meeting.entries.ts';
import { partEntries } from './part.entries.ts';
import { rootEntries } from './root.entries.ts';
import type { Ids, Side } from './side.ts';

/** Every route that people use, and on which mandates decide. */
export const routes: readonly Route[] = [
  ...casesRoutes,
  ...interventionRoutes,
  ...modelRoutes,
  ...mandateRoutes,
  ...meRoutes,
];
export const entries: Entries = { ...rootEntries, ...partEntries, ...meetingEntries, ...houseEntries };

/** What whoever may sends, on what was arranged. */
export function attemptOf({ method, path, operationId }: Route, ids: Ids, side: Side): Attempt {
  const entry = entries[operationId];
  return {
    method,
    path: path.replace('{id}', ids.id).replace('{number}', '1') + (entry?.query?.(ids) ?? ''),
    ...(entry?.body ? { body: entry.body(ids, side) } : {}),
  };
}
