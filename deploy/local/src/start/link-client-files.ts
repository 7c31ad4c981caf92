import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinkAuthority, LinkKind } from '@koppel/link';
import { writeSecretFile } from '../home.ts';

/** The credentials of a client in its own directory; issued the first time and kept. */
export async function linkCredentialsFile(
  directory: string,
  authority: LinkAuthority,
  grant: { readonly oin: string; readonly client: string; readonly kind: LinkKind },
): Promise<string> {
  const file = join(directory, 'link.creds');
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeSecretFile(file, await authority.grantLink(grant));
  return file;
}
