import { link, mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a file operation answers, or undefined when there is no such file. */
export async function unlessAbsent<Answer>(operation: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await operation;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The content of a file, or undefined when there is none. */
export const readKeyFile = (path: string): Promise<string | undefined> => unlessAbsent(readFile(path, 'utf8'));

/**
 * Writes a key unless another process was faster; answers the key that is in force. It appears complete or not at all,
 * is never overwritten, and its folder and file are for the hub's user alone.
 */
export async function createKeyFile(path: string, content: string): Promise<string> {
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

export async function removeKeyFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await unlessAbsent(syncFolder(dirname(path)));
}

/** The name must survive a power cut as well as the content: a pseudonym under a lost key can never be found again. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
