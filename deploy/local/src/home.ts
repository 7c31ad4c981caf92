import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Where everything on this machine is kept: `KOPPEL_HOME`, else `.koppel` in the working directory. */
export function koppelHome(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env['KOPPEL_HOME'] || '.koppel');
}

/** Paths inside a home; nothing else knows its layout. */
export const homePaths = (home: string) => ({
  lock: join(home, 'lock'),
  running: join(home, 'running.json'),
  bin: join(home, 'bin'),
  postgres: join(home, 'postgres'),
  link: join(home, 'link'),
  nats: join(home, 'nats'),
  hub: join(home, 'hub'),
  logs: join(home, 'logs'),
  keys: join(home, 'keys'),
  profiles: join(home, 'profiles'),
  sources: join(home, 'sources'),
});

/** Writes a file that only its owner reads; a reader sees the old text or the new, never half of it. */
export async function writeSecretFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, file);
}

/** The parsed file, or `undefined` when there is none. */
export async function readJsonFile<Content>(file: string): Promise<Content | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
