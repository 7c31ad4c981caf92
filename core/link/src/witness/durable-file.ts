import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Puts a text in the place of a file's; a reader, or a power cut, finds the old text or the new. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = await writeDraft(file, text);
  await rename(draft, file);
  await syncFolder(dirname(file));
}

/** Makes a file, complete or not at all; false when somebody else was faster. */
export async function createFile(file: string, text: string): Promise<boolean> {
  const draft = await writeDraft(file, text);
  try {
    await link(draft, file);
    await syncFolder(dirname(file));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** The text of a file; undefined when there is none. */
export const findText = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch(undefinedWhenAbsent);

/** The names in a folder; none when there is no folder. */
export const listNames = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(undefinedWhenAbsent)) ?? [];

function undefinedWhenAbsent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomUUID()}.draft`;
  const opened = await open(draft, 'wx', 0o600);
  try {
    await opened.writeFile(text);
    await opened.sync();
  } finally {
    await opened.close();
  }
  return draft;
}

async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  await opened.sync();
  await opened.close();
}
