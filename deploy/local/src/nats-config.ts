import { access } from 'node:fs/promises';
import { join } from 'node:path';
import {
  clusterConfig,
  createLinkAuthority,
  leafConfig,
  type ClusterMember,
  type LinkAuthority,
  type ServerPlaces,
} from '@koppel/link';
import { homePaths, writeSecretFile } from './home.ts';

export interface NatsConfigRequest {
  /** Hosts of the servers of the cluster, as their certificates name them. */
  readonly cluster: readonly string[];
  readonly leaf?: {
    /** Also the name under which its credentials are revoked. */
    readonly name: string;
    /** Who runs it. */
    readonly oin: string;
    /** Whose clients connect to it. */
    readonly organisations: readonly string[];
  };
  /** Directory at each server with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly tls: string;
  /** Directory at each server that it may write: the accounts. */
  readonly state: string;
  /** Where the files are written, a folder per server. */
  readonly out: string;
}

const configName = 'nats-server.conf';

/**
 * Writes the configuration of each server of the cluster, or that of one leaf node, and the hub's own credentials where
 * there are none yet. Answers the files; each is a secret.
 */
export async function writeNatsConfig(home: string, request: NatsConfigRequest): Promise<string[]> {
  const authority = await createLinkAuthority(homePaths(home).link);
  const members = request.cluster.map((host): ClusterMember => ({ host }));
  if (request.leaf) return writeLeaf(authority, members, { ...request, leaf: request.leaf });
  const places = placesOf(request);
  const files = [];
  for (const own of members) {
    const file = join(request.out, own.host, configName);
    await writeSecretFile(file, await clusterConfig(authority, { own, all: members }, places));
    files.push(file);
  }
  return [...files, ...(await writeHubCredentials(authority, join(request.out, 'hub')))];
}

async function writeLeaf(
  authority: LinkAuthority,
  cluster: readonly ClusterMember[],
  request: NatsConfigRequest & Required<Pick<NatsConfigRequest, 'leaf'>>,
): Promise<string[]> {
  const { name, oin, organisations } = request.leaf;
  const directory = join(request.out, name);
  const [config, credentials] = [join(directory, configName), join(directory, 'leaf.creds')];
  const places = { ...placesOf(request), credentials: join(request.tls, 'leaf.creds') };
  await writeSecretFile(config, await leafConfig(authority, { name, cluster }, places));
  await writeSecretFile(credentials, await authority.grantLeaf({ oin, client: name, organisations }));
  return [config, credentials];
}

const placesOf = ({ tls, state }: NatsConfigRequest): ServerPlaces => ({
  accountsDirectory: join(state, 'accounts'),
  tls: { certificate: join(tls, 'tls.crt'), key: join(tls, 'tls.key'), authorities: join(tls, 'ca.crt') },
});

/** They do not end and are in no list, so one of each is enough. */
async function writeHubCredentials(authority: LinkAuthority, directory: string): Promise<string[]> {
  const grants = { 'link.creds': () => authority.grantHubEdge(), 'bus.creds': () => authority.grantHubNode() };
  const written = [];
  for (const [name, grant] of Object.entries(grants)) {
    const file = join(directory, name);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) continue;
    await writeSecretFile(file, await grant());
    written.push(file);
  }
  return written;
}
