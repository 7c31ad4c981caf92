import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KoppelError } from '@koppel/contract';

const shortest = 32;

/**
 * The secret in a file; an absent file is made, readable by its owner only.
 *
 * @throws KoppelError `config.invalid` when the file holds less than 32 characters or cannot be read.
 */
export async function readOrCreateSecret(file: string): Promise<string> {
  await create(file);
  const secret = (await readFile(file, 'utf8').catch(refuse(file))).trim();
  if (secret.length >= shortest) return secret;
  throw new KoppelError('config.invalid', `The secret in ${file} is too short; remove the file to have one made`);
}

/** Creates or leaves alone, in one step: two processes that start together agree on one secret. */
async function create(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch(refuse(file));
  const opened = await open(file, 'wx', 0o600).catch((error: unknown) =>
    (error as NodeJS.ErrnoException).code === 'EEXIST' ? undefined : refuse(file)(error),
  );
  await opened?.writeFile(`${randomBytes(32).toString('base64url')}\n`);
  await opened?.close();
}

function refuse(file: string) {
  return (cause: unknown): never => {
    throw new KoppelError('config.invalid', `The file ${file} cannot be read or made`, { cause });
  };
}
