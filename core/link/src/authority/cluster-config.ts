import type { LinkAuthority } from './link-authority.ts';
import { boundsConfig, tlsConfig, trustConfig, type TlsFiles } from './server-config.ts';

export interface ServerPorts {
  readonly client: number;
  /** Between the servers of the cluster. */
  readonly cluster: number;
  /** For leaf nodes. */
  readonly leaf: number;
  /** Health on the loopback interface. */
  readonly monitoring: number;
}

const usualPorts: ServerPorts = { client: 4222, cluster: 6222, leaf: 7422, monitoring: 8222 };

export interface ClusterMember {
  /** Host by which the others and the clients reach it, as its certificate names it. */
  readonly host: string;
  readonly ports?: ServerPorts;
}

/** Paths at the server. */
export interface ServerPlaces {
  readonly accountsDirectory: string;
  readonly tls: TlsFiles;
  /** Interface to listen on; all by default. */
  readonly listen?: string;
}

export interface LeafPlaces extends ServerPlaces {
  /** The credentials of the leaf's own connection. */
  readonly credentials: string;
  readonly ports?: Pick<ServerPorts, 'client' | 'monitoring'>;
}

/** The configuration of one server of a cluster; every connection is encrypted, and servers show one another certificates. */
export async function clusterConfig(
  authority: LinkAuthority,
  servers: { readonly own: ClusterMember; readonly all: readonly ClusterMember[] },
  places: ServerPlaces,
): Promise<string> {
  const { client, cluster, leaf, monitoring } = servers.own.ports ?? usualPorts;
  const listen = places.listen ?? '0.0.0.0';
  const routes = servers.all.map(({ host, ports = usualPorts }) => `    "tls://${host}:${ports.cluster}"\n`);
  return `server_name: "${servers.own.host}-${client}"
listen: "${listen}:${client}"
http: "127.0.0.1:${monitoring}"
${boundsConfig()}${tlsConfig(places.tls)}cluster: {
  name: "koppel"
  listen: "${listen}:${cluster}"
${tlsConfig(places.tls, { indent: '  ', verify: true })}  routes: [
${routes.join('')}  ]
}
leafnodes: {
  listen: "${listen}:${leaf}"
${tlsConfig(places.tls, { indent: '  ' })}}
${await trustOf(authority, places)}`;
}

/** The configuration of a leaf node: a server near its clients, which carries their links to the cluster over one connection. */
export async function leafConfig(
  authority: LinkAuthority,
  { name, cluster }: { readonly name: string; readonly cluster: readonly ClusterMember[] },
  places: LeafPlaces,
): Promise<string> {
  const { client, monitoring } = places.ports ?? usualPorts;
  const urls = cluster.map(({ host, ports = usualPorts }) => `        "tls://${host}:${ports.leaf}"\n`);
  return `server_name: "${name}"
listen: "${places.listen ?? '0.0.0.0'}:${client}"
http: "127.0.0.1:${monitoring}"
${boundsConfig()}${tlsConfig(places.tls)}leafnodes: {
  remotes: [
    {
      urls: [
${urls.join('')}      ]
      account: "${authority.linkAccountKey()}"
      credentials: ${JSON.stringify(places.credentials)}
      tls: { ca_file: ${JSON.stringify(places.tls.authorities)} }
    }
  ]
}
${await trustOf(authority, places)}`;
}

async function trustOf(authority: LinkAuthority, { accountsDirectory }: ServerPlaces): Promise<string> {
  return trustConfig({
    operatorJwt: await authority.operatorJwt(),
    systemAccount: authority.systemAccountKey(),
    accountsDirectory,
    preload: await authority.accounts(),
  });
}
