import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';

export interface Edge {
  from: string;
  to: string;
}

const packageFolder = /^(?:core|plugins|adapters|flows|deploy)\/[^/]+(?=\/)/;
const roomFolder = /^core\/hub\/src\/([^/]+)\//;

function sortedUnique(edges: Edge[]): Edge[] {
  const byKey = new Map(edges.filter(({ from, to }) => from !== to).map((edge) => [`${edge.from} ${edge.to}`, edge]));
  return [...byKey.entries()].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, edge]) => edge);
}

function shippedModules({ modules }: ICruiseResult) {
  return modules.filter(({ source }) => packageFolder.test(source) && !source.includes('/test/'));
}

/** Which package's shipped code imports which other package, by folder (`core/hub` → `core/link`). */
export function packageEdges(result: ICruiseResult): Edge[] {
  const edges = shippedModules(result).flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({
      from: packageFolder.exec(source)?.[0] ?? '',
      to: packageFolder.exec(resolved)?.[0] ?? '',
    })),
  );
  return sortedUnique(edges.filter(({ to }) => to !== ''));
}

function roomModules(result: ICruiseResult): { source: string; room: string }[] {
  return shippedModules(result).flatMap(({ source }) => {
    const room = roomFolder.exec(source)?.[1];
    return room === undefined || room === 'platform' ? [] : [{ source, room }];
  });
}

/** The rooms of the hub; `platform` is the floor that they stand on, not a room. */
export function listRooms(result: ICruiseResult): string[] {
  return [...new Set(roomModules(result).map(({ room }) => room))].toSorted();
}

/** Which room asks which other room through the broker. Calls carry the action's name as a literal: `call('ledger.append', …)`. */
export async function roomCalls(result: ICruiseResult, root: string): Promise<Edge[]> {
  const calls: Edge[] = [];
  for (const { source, room } of roomModules(result)) {
    const text = await readFile(join(root, source), 'utf8');
    for (const [, asked = ''] of text.matchAll(/\bcall\(\s*'([a-z]+)\.[a-zA-Z]+'/g))
      calls.push({ from: room, to: asked });
  }
  return sortedUnique(calls);
}
