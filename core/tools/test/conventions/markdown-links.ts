import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../src/workspaces.ts';
import { readText } from './repository-files.ts';

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The anchor that Markdown hosts give a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

function anchorsIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

async function isBroken(page: string, link: string): Promise<boolean> {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(join(repositoryRoot, target))) return true;
  if (anchor === undefined || !target.endsWith('.md')) return false;
  return !anchorsIn(await readText(target)).includes(anchor);
}

/** The relative links of a page that lead to no file or no heading. */
export async function brokenLinks(page: string): Promise<string[]> {
  const prose = withoutCode(await readText(page));
  const links = [...prose.matchAll(/\]\(([^)\s]+)(?:\s"[^"]*")?\)/g)].map(([, link = '']) => link);
  const relative = links.filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link));
  const judged = await Promise.all(
    relative.map(async (link) => ((await isBroken(page, link)) ? [`${page}: ${link}`] : [])),
  );
  return judged.flat();
}
