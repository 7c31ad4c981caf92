import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { homePaths } from '@koppel/local';
import { failed, ok, type Check } from './check.ts';

const permissions: Check = {
  name: 'permissions',
  run: async ({ home }) => {
    const open = await listOpenSecrets(home);
    if (open.length === 0) return ok('Secrets are for their owner only');
    const names = open.slice(0, 5).map((file) => relative(home, file));
    return failed(`Others may read or change ${names.join(', ')}; run "chmod go-rwx" on them and replace those keys.`);
  },
};

async function listOpenSecrets(home: string): Promise<string[]> {
  const { keys, profiles, link } = homePaths(home);
  const folders = await Promise.all([keys, profiles, link].map(listFiles));
  const files = [join(homePaths(home).postgres, 'superuser-password'), ...folders.flat()];
  const isOpen = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mode }) => (mode & 0o077) !== 0,
        () => false,
      ),
    ),
  );
  return files.filter((_, place) => isOpen[place]);
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

export const homeChecks: readonly Check[] = [permissions];
