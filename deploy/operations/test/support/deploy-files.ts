import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '../../../..');
export const deployFolder = join(repositoryRoot, 'deploy');

/** A file of the repository as text; the path starts at its root. */
export const readText = (path: string): Promise<string> => readFile(join(repositoryRoot, path), 'utf8');
