import { readFile } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { KoppelError, type Theme } from '@koppel/contract';
import { readFlowFile, type FlowNode } from './flow-files.ts';

interface PackageDocument {
  readonly name?: string;
  readonly version?: string;
  readonly koppel?: { readonly kind?: unknown };
}

/**
 * The flows that theme packages bring, as read-only tabs under the name of their theme. They are read at each start, so
 * another version of a package replaces them whole.
 *
 * @throws KoppelError `config.invalid` that names every package that is no theme, and every flow that is none.
 */
export async function readThemeFlows(packages: readonly string[]): Promise<FlowNode[]> {
  const outcomes = await Promise.all(packages.map(flowsOfPackage));
  const faults = outcomes.flatMap(({ faults: found }) => found);
  if (faults.length > 0) throw new KoppelError('config.invalid', faults.join('\n'));
  return outcomes.flatMap(({ nodes }) => nodes);
}

interface Outcome {
  readonly nodes: readonly FlowNode[];
  readonly faults: readonly string[];
}

async function flowsOfPackage(name: string): Promise<Outcome> {
  const found = await findTheme(name).catch(() => undefined);
  if (!found) return { nodes: [], faults: [`The package ${name} is no theme that is installed here`] };
  const { theme, document } = found;
  const files = await Promise.all(theme.flows.map((file) => readFlowFile(fileURLToPath(file))));
  return {
    faults: files.filter((file) => typeof file === 'string'),
    nodes: files.flatMap((file) => (typeof file === 'string' ? [] : file.map((node) => shown(node, theme, document)))),
  };
}

async function findTheme(name: string): Promise<{ theme: Theme; document: PackageDocument } | undefined> {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve(name));
  const place = findPackageJSON(entry);
  const document = JSON.parse(await readFile(String(place), 'utf8')) as PackageDocument;
  if (document.koppel?.kind !== 'theme') return undefined;
  const { theme } = (await import(entry.href)) as { theme?: Theme };
  return theme && { theme, document };
}

/** A tab says which theme it is of, in which version, and cannot be changed here. */
function shown(node: FlowNode, { name }: Theme, { name: from, version }: PackageDocument): FlowNode {
  if (node.type !== 'tab') return node;
  const info = `${node.info ?? ''}\n\n${from} ${version}`.trim();
  return { ...node, label: `${name}: ${node.label ?? node.id}`, info, locked: true };
}

/** What is left to keep when the flows of themes, and whatever was put on their tabs, are taken away. */
export function withoutThemes(nodes: readonly FlowNode[], ofThemes: readonly FlowNode[]): FlowNode[] {
  const known = new Set(ofThemes.map(({ id }) => id));
  return nodes.filter(({ id, z }) => !known.has(id) && !(z !== undefined && known.has(z)));
}
