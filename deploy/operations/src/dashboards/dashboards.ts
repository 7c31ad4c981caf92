import { toGrafana, type Dashboard } from './dashboard.ts';
import { exchangeDashboard } from './exchange.ts';
import { houseDashboard } from './house.ts';

const dashboards: readonly Dashboard[] = [exchangeDashboard, houseDashboard];

/** The text of each file in `deploy/grafana`, by its name. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  return new Map(
    dashboards.map((dashboard) => [`${dashboard.uid}.json`, `${JSON.stringify(toGrafana(dashboard), null, 2)}\n`]),
  );
}
