/** One curve, or one per label value. */
export interface Query {
  readonly expr: string;
  /** With `{{label}}` where the curves differ. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** A sentence that says what to look for. */
  readonly description: string;
  /** A unit of Grafana, such as `s` or `reqps`. */
  readonly unit: string;
  readonly queries: readonly Query[];
}

export interface Dashboard {
  /** Stable: it is in the address of the dashboard. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const columns = 2;
const size = { w: 24 / columns, h: 8 } as const;
const datasource = { type: 'prometheus', uid: '${datasource}' } as const;

/** The dashboard as Grafana imports it. */
export function toGrafana({ uid, title, panels }: Dashboard): object {
  return {
    uid,
    title,
    tags: ['koppel'],
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] },
    panels: panels.map(toPanel),
  };
}

function toPanel({ title, description, unit, queries }: Panel, index: number): object {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    description,
    datasource,
    gridPos: { ...size, x: (index % columns) * size.w, y: Math.floor(index / columns) * size.h },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: queries.map(({ expr, legend }, i) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + i),
      datasource,
      expr,
      legendFormat: legend,
    })),
  };
}
