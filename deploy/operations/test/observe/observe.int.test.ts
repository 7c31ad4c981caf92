import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { dashboardFiles } from '../../src/dashboards/dashboards.ts';
import { exchangeDashboard } from '../../src/dashboards/exchange.ts';
import { houseDashboard } from '../../src/dashboards/house.ts';
import { deployFolder, readText } from '../support/deploy-files.ts';
import { listHubMetrics } from './hub-metrics.ts';
import { readPromql } from './promql.ts';
import { readAlerts, type Alert } from './rules-file.ts';

/** Of an adapter, Prometheus itself, node_exporter and blackbox_exporter. */
const foreign = [
  'koppel_adapter_ready',
  'up',
  'node_filesystem_avail_bytes',
  'node_filesystem_size_bytes',
  'probe_ssl_earliest_cert_expiry',
];

let offered: ReadonlySet<string>;
let alerts: Alert[];

beforeAll(async () => {
  offered = await listHubMetrics();
  alerts = await readAlerts();
}, 60_000);

const unknownIn = (expression: string): string[] =>
  readPromql(expression).metrics.filter((name) => !offered.has(name) && !foreign.includes(name));

describe('the alerts', () => {
  test('can be read, and name only metrics that somebody offers', () => {
    expect(alerts.length).toBeGreaterThan(15);
    for (const { alert, expr } of alerts) {
      expect([alert, readPromql(expr).isCorrect, unknownIn(expr)]).toEqual([alert, true, []]);
      expect(readPromql(expr).metrics).not.toEqual([]);
    }
  });

  test('have a name of their own, a severity, a sentence, and a page that says what to do', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const { alert, labels, annotations, ...rest } of alerts) {
      expect(alert).toMatch(/^Koppel[A-Za-z]+$/);
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/^.{20,}\.$/);
      expect(annotations.runbook_url).toBe(`docs/runbooks.md#${alert.toLowerCase()}`);
      expect(rest.for ?? '1m').toMatch(/^\d+[sm]$/);
    }
  });

  test('each have a section in the runbooks, and each of these an alert', async () => {
    const page = await readText('docs/runbooks.md');
    const sections = [...page.matchAll(/^## (Koppel\w+)\n([\s\S]*?)(?=^## |(?![\s\S]))/gm)];
    expect(sections.map(([, name]) => name)).toEqual(alerts.map(({ alert }) => alert));
    for (const [, name, text = ''] of sections) {
      expect([name, text]).toEqual([name, expect.stringMatching(/\*\*Means\*\*[\s\S]+\*\*Do\*\*/)]);
    }
  });
});

describe('the dashboards', () => {
  test('ask only for what a running hub offers', () => {
    const panels = [exchangeDashboard, houseDashboard].flatMap((dashboard) => dashboard.panels);
    for (const { title, queries } of panels) {
      for (const { expr } of queries) {
        expect([title, readPromql(expr).isCorrect, unknownIn(expr)]).toEqual([title, true, []]);
      }
    }
  });

  test('stand in the repository as the code writes them: run "node deploy/operations/src/write-dashboards.ts"', async () => {
    const files = dashboardFiles();
    expect(await readdir(join(deployFolder, 'grafana'))).toEqual([...files.keys()].toSorted());
    for (const [name, text] of files) expect(await readText(`deploy/grafana/${name}`)).toBe(text);
  });
});

test('everything that the hub measures is looked at by an alert or on a dashboard', () => {
  const panels = [exchangeDashboard, houseDashboard].flatMap((dashboard) => dashboard.panels);
  const expressions = [
    ...alerts.map(({ expr }) => expr),
    ...panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)),
  ];
  const looked = expressions.flatMap((expr) => readPromql(expr).metrics.map(withoutEnding));
  expect([...offered].map(withoutEnding).filter((name) => !looked.includes(name))).toEqual([]);
});

const withoutEnding = (name: string): string => name.replace(/_(bucket|sum|count)$/, '');
