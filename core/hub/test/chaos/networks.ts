import { findFreePort } from '@koppel/local';
import { TcpProxy } from './tcp-proxy.ts';

export const nodes = ['hub-a', 'hub-b'] as const;
export type NodeName = (typeof nodes)[number];

export const isNode = (part: string): part is NodeName => nodes.some((node) => node === part);

export type Ports = Readonly<Record<NodeName | 'postgresql' | 'nats-server', number>>;

export const findPorts = async (): Promise<Ports> => ({
  'hub-a': await findFreePort(),
  'hub-b': await findFreePort(),
  postgresql: await findFreePort(),
  'nats-server': await findFreePort(),
});

/** The networks of a site: from each node to the database and to the message server, from the adapter to the latter, from callers to the nodes. */
export interface Networks {
  readonly database: Readonly<Record<NodeName, TcpProxy>>;
  readonly messages: Readonly<Record<NodeName | 'adapter', TcpProxy>>;
  readonly front: TcpProxy;
}

export async function openNetworks(ports: Ports): Promise<Networks> {
  const [postgres, nats] = [ports.postgresql, ports['nats-server']];
  return {
    database: { 'hub-a': await TcpProxy.open(postgres), 'hub-b': await TcpProxy.open(postgres) },
    messages: {
      'hub-a': await TcpProxy.open(nats),
      'hub-b': await TcpProxy.open(nats),
      adapter: await TcpProxy.open(nats),
    },
    front: await TcpProxy.open(ports['hub-a'], ports['hub-b']),
  };
}

export async function closeNetworks({ database, messages, front }: Networks): Promise<void> {
  for (const proxy of [...Object.values(database), ...Object.values(messages), front]) await proxy.close();
}

export const natsUrl = ({ port }: TcpProxy): string => `nats://127.0.0.1:${port}`;

/** Whether the node at this port says of itself that it can work. */
export async function isReadyAt(port: number): Promise<boolean> {
  const address = `http://127.0.0.1:${port}/health/ready`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok === true;
}
