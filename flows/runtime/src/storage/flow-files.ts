import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KoppelError, parseJson } from '@koppel/contract';

/** A node as a flow file holds it; `z` is the tab or subflow it stands on. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly z?: string;
  readonly label?: string;
  readonly name?: string;
  /** What a tab says about itself. */
  readonly info?: string;
  readonly [property: string]: unknown;
}

/** What stands on no tab. */
const sharedFile = 'shared.json';
const largestFile = { maxBytes: 16 * 1024 * 1024, maxDepth: 64 };

/**
 * All flows of a folder: every `.json` file in it, in order of name.
 *
 * @throws KoppelError `config.invalid` that names each file that is not a flow, and each id that is there twice.
 */
export async function readFlowFiles(folder: string): Promise<FlowNode[]> {
  const files = await listFlowFiles(folder);
  const outcomes = await Promise.all(files.map((file) => readFlowFile(join(folder, file))));
  const faults = outcomes.filter((outcome) => typeof outcome === 'string');
  const nodes = outcomes.filter((outcome) => typeof outcome !== 'string').flat();
  const lines = [...faults, ...twiceIn(nodes)];
  if (lines.length > 0) throw new KoppelError('config.invalid', lines.join('\n'));
  return nodes;
}

/** A sentence for each id that more than one node has. */
export const twiceIn = (nodes: readonly FlowNode[]): string[] =>
  nodes
    .map(({ id }) => id)
    .filter((id, i, ids) => ids.indexOf(id) !== i)
    .map((id) => `The id ${id} is used twice`);

/** Writes each tab or subflow to a file of its own, so that a change of one shows as one in git; unchanged files stay. */
export async function writeFlowFiles(folder: string, nodes: readonly FlowNode[]): Promise<void> {
  const homes = await homesOf(folder, nodes);
  const byFile = Map.groupBy(nodes, ({ id, z }) => homes.get(z ?? id) ?? sharedFile);
  for (const file of await listFlowFiles(folder)) if (!byFile.has(file)) await rm(join(folder, file));
  for (const [file, content] of byFile) await replaceFile(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
}

async function listFlowFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  } catch (cause) {
    throw new KoppelError('config.invalid', `The folder of flows ${folder} cannot be read`, { cause });
  }
}

/** The nodes of one file, or a sentence about what is wrong with it. */
export async function readFlowFile(path: string): Promise<FlowNode[] | string> {
  try {
    const nodes = parseJson(await readFile(path), largestFile);
    return Array.isArray(nodes) && nodes.every(isFlowNode) ? nodes : `${path} is not a list of nodes`;
  } catch (error) {
    return `${path} is of no use: ${error instanceof KoppelError ? error.message : 'it cannot be read'}`;
  }
}

function isFlowNode(node: unknown): node is FlowNode {
  const { id, type } = (typeof node === 'object' && node !== null ? node : {}) as Partial<FlowNode>;
  return typeof id === 'string' && typeof type === 'string';
}

/** In which file each node lives: where it was, and for a new tab or subflow the file of its label. */
async function homesOf(folder: string, nodes: readonly FlowNode[]): Promise<Map<string, string>> {
  const homes = new Map<string, string>();
  for (const file of await listFlowFiles(folder)) {
    const known = await readFlowFile(join(folder, file));
    if (typeof known !== 'string') for (const { id } of known) homes.set(id, file);
  }
  for (const sheet of nodes.filter(isSheet)) {
    if (!homes.has(sheet.id)) homes.set(sheet.id, freeName(sheet, new Set(homes.values())));
  }
  return homes;
}

const isSheet = ({ type }: FlowNode): boolean => type === 'tab' || type === 'subflow';

function freeName({ id, label, name }: FlowNode, taken: ReadonlySet<string>): string {
  const slug =
    (label ?? name ?? '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'flow';
  return taken.has(`${slug}.json`) || slug === 'shared' ? `${slug}-${id}.json` : `${slug}.json`;
}

async function replaceFile(path: string, text: string): Promise<void> {
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known === text) return;
  await writeFile(`${path}.new`, text, { flush: true });
  await rename(`${path}.new`, path);
}
