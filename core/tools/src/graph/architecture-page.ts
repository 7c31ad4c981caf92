import { cruiseRepository } from '../boundaries/boundaries.ts';
import { listWorkspaces } from '../workspaces.ts';
import { listRooms, packageEdges, roomCalls } from './edges.ts';
import { packageChart, roomChart } from './mermaid.ts';

export const architecturePage = 'docs/architecture.md';

/** Puts `chart` between the page's markers of that name; throws when the page lacks them. */
export function replaceChart(page: string, name: string, chart: string): string {
  const begin = `<!-- generated: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${architecturePage} lacks the markers "${begin}" and "${end}".`);
  return `${page.slice(0, from)}${begin}\n\`\`\`mermaid\n${chart}\n\`\`\`\n${page.slice(to)}`;
}

/** The architecture page with both charts as the code of the repository at `root` has them now. */
export async function refreshedPage(page: string, root: string): Promise<string> {
  const result = await cruiseRepository(root);
  const packages = (await listWorkspaces(root)).map(({ folder }) => folder);
  const withPackages = replaceChart(page, 'packages', packageChart(packages, packageEdges(result)));
  return replaceChart(withPackages, 'rooms', roomChart(listRooms(result), await roomCalls(result, root)));
}
