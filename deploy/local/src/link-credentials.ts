import { createLinkAuthority, pushAccounts, type LinkAddress, type LinkKind } from '@koppel/link';
import { homePaths, writeSecretFile } from './home.ts';
import { readRunningState } from './running-state.ts';

/** Issues credentials and writes them to a file that only its owner reads. */
export async function grantLinkCredentials(
  home: string,
  grant: LinkAddress & { readonly kind: LinkKind; readonly file: string },
): Promise<void> {
  const { oin, client, kind, file } = grant;
  const authority = await createLinkAuthority(homePaths(home).link);
  await writeSecretFile(file, await authority.grantLink({ oin, client, kind }));
}

/** Withdraws all credentials of a system and says how many; a running server disconnects it at once. */
export async function revokeLinkCredentials(home: string, address: LinkAddress): Promise<number> {
  const authority = await createLinkAuthority(homePaths(home).link);
  const revoked = await authority.revokeLink(address);
  const server = (await readRunningState(home))?.nats;
  if (server !== undefined) await pushAccounts(authority, server);
  return revoked;
}
