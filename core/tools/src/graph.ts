import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { architecturePage, refreshedPage } from './graph/architecture-page.ts';
import { repositoryRoot } from './workspaces.ts';

const file = join(repositoryRoot, architecturePage);
const page = await readFile(file, 'utf8');
const refreshed = await refreshedPage(page, repositoryRoot);
await writeFile(file, refreshed);
console.log(refreshed === page ? `${architecturePage} was up to date.` : `${architecturePage} is renewed.`);
