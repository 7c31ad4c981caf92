import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import { Prefix } from '@nats-io/nkeys';
import { createNkey, readNkey, type Nkey } from './nkey.ts';

/** Writes a file so that a reader sees the old text or the new one, also after a power cut; mode 0600. */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

export async function makeSecretDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
}

/** The text of a file, or `undefined` when there is none; any other fault is thrown. */
async function findFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The parsed JSON files of a directory; drafts of an interrupted write are passed over. */
export async function readRecords<Row>(directory: string): Promise<Row[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json'));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(directory, name), 'utf8')) as Row));
}

/** Whether there never was an authority here. */
export async function isEmpty(directory: string): Promise<boolean> {
  const found = await Promise.all(['keys', 'grants', 'revocations'].map((name) => readdir(join(directory, name))));
  return found.flat().length === 0;
}

/** One key pair per file. @throws KoppelError `config.invalid` when there is none and none may be made. */
export async function loadKey(directory: string, name: string, mayMake: boolean): Promise<Nkey> {
  const path = join(directory, `${name}.seed`);
  const known = await findFile(path);
  if (known !== undefined) return readNkey(known.trim());
  if (!mayMake)
    throw new KoppelError(
      'config.invalid',
      `The key of the link ${path} is absent: restore it from the backup of keys`,
    );
  const key = createNkey(name === 'operator' ? Prefix.Operator : Prefix.Account);
  await writeSecretFile(path, `${Buffer.from(key.getSeed()).toString('ascii')}\n`);
  return key;
}
