import { link, mkdir, mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KoppelError } from '@koppel/contract';

/**
 * Reads a key from a file that only the hub's user may read, and makes it first when it is not there.
 * It appears complete or not at all; of two nodes that make it at the same moment, one wins and both use that one.
 *
 * @throws KoppelError `config.invalid` when others may read the file.
 */
export async function readOrCreateKeyFile(path: string, create: () => string): Promise<string> {
  return (await readKeyFile(path)) ?? createKeyFile(path, create());
}

/** The content of a key file, or undefined when there is none. */
export async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      throw new KoppelError('config.invalid', `Others may read ${path}: run "chmod 600" on it and rotate the key`);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a key unless another process was faster; answers the key that is in force. */
async function createKeyFile(path: string, content: string): Promise<string> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = await mkdtemp(join(folder, 'draft-'));
  try {
    const file = await open(join(draft, 'key'), 'wx', 0o600);
    await file.writeFile(content);
    await file.sync();
    await file.close();
    await link(join(draft, 'key'), path);
    await syncFolder(folder);
    return content;
  } catch (error) {
    const winner = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await readKeyFile(path) : undefined;
    if (winner === undefined) throw error;
    return winner;
  } finally {
    await rm(draft, { recursive: true });
  }
}

/** The name must survive a power cut as well as the content: a pseudonym under a lost key can never be found again. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
