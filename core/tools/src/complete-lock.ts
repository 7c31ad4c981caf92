import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockEntries } from './lock/missing-platforms.ts';
import { missingPlatforms } from './lock/missing-platforms.ts';
import { repositoryRoot } from './workspaces.ts';

const file = join(repositoryRoot, 'package-lock.json');
const lock = JSON.parse(await readFile(file, 'utf8')) as { packages: LockEntries };
const missing = missingPlatforms(lock.packages);
const byPath = ([left]: [string, unknown], [right]: [string, unknown]) => left.localeCompare(right, 'en');
lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).toSorted(byPath));
await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(missing).length} packages of other platforms were added to package-lock.json.`);
