import { KoppelError } from '@koppel/contract';
import { createLinkAuthority, pushAccounts, type LinkAuthority, type LinkAddress, type LinkKind } from '@koppel/link';
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

/**
 * Issues credentials to a system that has some already, of the same kind; the former stay valid until the rotation is
 * finished or they are withdrawn. Answers how many it had.
 */
export async function renewLinkCredentials(
  home: string,
  { oin, client, file }: LinkAddress & { readonly file: string },
): Promise<number> {
  const authority = await createLinkAuthority(homePaths(home).link);
  const known = (await authority.listLinks()).filter((grant) => grant.oin === oin && grant.client === client);
  const kind = known.at(-1)?.kind;
  if (kind === undefined || kind === 'leaf') throw new KoppelError('resource.not-found');
  await writeSecretFile(file, await authority.grantLink({ oin, client, kind }));
  return known.length;
}

/** Withdraws all credentials of a system and says how many; a server of this machine, and those named, disconnect it at once. */
export async function revokeLinkCredentials(
  home: string,
  address: LinkAddress,
  servers: readonly string[] = [],
): Promise<number> {
  const authority = await createLinkAuthority(homePaths(home).link);
  const revoked = await authority.revokeLink(address);
  await tellServers(home, authority, servers);
  return revoked;
}

/** One credential as whoever issues them sees it. */
export interface LinkClient extends LinkAddress {
  readonly kind: string;
  readonly grantedAt: string;
  /** Whether the key that signs now signed it; the others are to be renewed. */
  readonly isCurrent: boolean;
}

/** The credentials that are not withdrawn. */
export async function listLinkClients(home: string): Promise<readonly LinkClient[]> {
  const authority = await createLinkAuthority(homePaths(home).link);
  return (await authority.listLinks()).map((grant) => {
    const { oin, client, kind, grantedAt } = grant;
    return { oin, client, kind, grantedAt, isCurrent: authority.isCurrent(grant) };
  });
}

/** Signs credentials with a new key from now on, of which running servers know; answers its version. Nobody is cut off. */
export async function rotateLinkKey(home: string, servers: readonly string[] = []): Promise<number> {
  const authority = await createLinkAuthority(homePaths(home).link);
  const version = await authority.rotateSigningKey();
  await tellServers(home, authority, servers);
  return version;
}

/** Ends what former keys signed; whoever was not renewed is cut off. Answers the version that is left. */
export async function finishLinkRotation(home: string, servers: readonly string[] = []): Promise<number> {
  const authority = await createLinkAuthority(homePaths(home).link);
  const version = await authority.endFormerSigningKeys();
  await tellServers(home, authority, servers);
  return version;
}

async function tellServers(home: string, authority: LinkAuthority, servers: readonly string[]): Promise<void> {
  const own = (await readRunningState(home))?.nats;
  for (const server of [...(own === undefined ? [] : [own]), ...servers]) await pushAccounts(authority, server);
}
