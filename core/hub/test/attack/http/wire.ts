import { Agent, request } from 'node:http';
import type { Sent } from './requests.ts';

export interface Got {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Connections that are kept, as a client would that means to wear the hub out. */
export class Wire {
  readonly #agent: Agent;
  readonly #hub: URL;

  constructor(hub: string, connections: number) {
    this.#hub = new URL(hub);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** The answer, or the error of a connection that the hub ended. */
  send({ method, target, headers, body }: Sent, token: string | undefined): Promise<Got> {
    const { promise, resolve, reject } = Promise.withResolvers<Got>();
    const { hostname, port } = this.#hub;
    const sent = request(
      {
        hostname,
        port,
        method,
        path: target,
        agent: this.#agent,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          'content-length': body?.length ?? 0,
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const type = response.headers['content-type'] ?? '';
          resolve({ status: response.statusCode ?? 0, type, text: Buffer.concat(chunks).toString() });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
    return promise;
  }
}
