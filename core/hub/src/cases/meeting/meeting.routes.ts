import type { Route } from '../../platform/route.ts';
import { agendaRoutes } from './agenda.routes.ts';
import { bodyRoutes } from './bodies.routes.ts';
import { conferenceRoutes } from './conferences.routes.ts';

export const meetingRoutes: readonly Route[] = [...bodyRoutes, ...conferenceRoutes, ...agendaRoutes];
