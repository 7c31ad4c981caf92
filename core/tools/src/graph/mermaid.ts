import type { Edge } from './edges.ts';

const idOf = (name: string) => name.replaceAll(/[^a-z0-9]/g, '_');

/** A Mermaid flowchart with the nodes grouped by the first part of their name (`core/link` stands in `core`). */
export function packageChart(packages: string[], edges: Edge[]): string {
  const houses = [...new Set(packages.map((name) => name.split('/')[0] ?? ''))];
  const groups = houses.flatMap((house) => [
    `  subgraph ${house}_house[${house}]`,
    ...packages
      .filter((name) => name.startsWith(`${house}/`))
      .map((name) => `    ${idOf(name)}[${name.split('/')[1]}]`),
    '  end',
  ]);
  return ['flowchart TD', ...groups, ...edges.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`)].join('\n');
}

/** A Mermaid flowchart of rooms; an arrow is a call through the broker. */
export function roomChart(rooms: string[], calls: Edge[]): string {
  const nodes = rooms.map((room) => `  ${idOf(room)}[${room}]`);
  return ['flowchart LR', ...nodes, ...calls.map(({ from, to }) => `  ${idOf(from)} -.-> ${idOf(to)}`)].join('\n');
}
