import type { LinkAddress } from '@koppel/link';
import type { TestNats } from '@koppel/testkit';
import { connect, credsAuthenticator, type Msg, type NatsConnection } from 'nats';

/** All that is sent to a client, as `docs/link-protocol.md` has it. */
const subjectsOf = ({ oin, client }: LinkAddress): string[] => [
  `koppel.v1.${oin}.${client}.adapter.>`,
  `_INBOX.${oin}.${client}.>`,
  '$SRV.PING',
];

/** Hears everything that the hub and its adapters send one another, with the rights of each of them. */
export class Wiretap {
  readonly #connections: NatsConnection[] = [];
  readonly #heard: Msg[] = [];

  static async on(nats: TestNats, addresses: readonly LinkAddress[]): Promise<Wiretap> {
    const tap = new Wiretap();
    await tap.#listen(nats.server.url, await nats.authority.grantHubEdge(), ['_INBOX.hub.>']);
    for (const address of addresses) {
      const credentials = await nats.authority.grantLink({ ...address, kind: 'adapter' });
      await tap.#listen(nats.server.url, credentials, subjectsOf(address));
    }
    return tap;
  }

  /** Subjects and headers: what a message server, its log and its monitoring can see of a message. */
  envelopes(): string {
    return this.#heard
      .map(({ subject, reply, headers }) => JSON.stringify([subject, reply, ...(headers ?? [])]))
      .join('\n');
  }

  bodies(): string {
    return this.#heard.map((message) => message.string()).join('\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }

  async #listen(url: string, credentials: string, subjects: readonly string[]): Promise<void> {
    const connection = await connect({ servers: url, authenticator: credsAuthenticator(Buffer.from(credentials)) });
    this.#connections.push(connection);
    const callback = (error: Error | null, message: Msg): void => {
      if (!error) this.#heard.push(message);
    };
    for (const subject of subjects) connection.subscribe(subject, { callback });
    await connection.flush();
  }
}
