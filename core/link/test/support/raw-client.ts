import { waitUntil } from '@koppel/testkit';
import { connect, credsAuthenticator, type ConnectionOptions, type Msg, type NatsConnection } from 'nats';
import { surviveLateErrors } from '../../src/wire/late-errors.ts';

/** A connection that says whatever it likes with somebody's credentials, and notes what the server refuses. */
export class RawClient {
  readonly connection: NatsConnection;
  /** As the server words them: `publish <subject>` or `subscription <subject>`. */
  readonly refusals: string[] = [];

  private constructor(connection: NatsConnection) {
    this.connection = connection;
    void this.#follow();
  }

  static async connect(url: string, credentials: string, options: ConnectionOptions = {}): Promise<RawClient> {
    const authenticator = credsAuthenticator(Buffer.from(credentials));
    // The server hangs up on many of these, some of them while the client still writes.
    surviveLateErrors();
    return new RawClient(await connect({ servers: url, authenticator, reconnect: false, ...options }));
  }

  /** Subscribes and resolves with what arrived, once the server has taken the subscription or refused it. */
  async listen(subject: string): Promise<Msg[]> {
    const messages: Msg[] = [];
    this.connection.subscribe(subject, {
      callback: (error, message) => {
        if (!error) messages.push(message);
      },
    });
    await this.connection.flush();
    return messages;
  }

  async isRefusedToPublish(subject: string, reply?: string): Promise<boolean> {
    this.connection.publish(subject, '{}', reply === undefined ? {} : { reply });
    await this.connection.flush();
    return this.#isRefused(`publish ${subject}`);
  }

  async isRefusedToSubscribe(subject: string): Promise<boolean> {
    await this.listen(subject);
    return this.#isRefused(`subscription ${subject}`);
  }

  async waitForRefusal(refusal: string): Promise<void> {
    await waitUntil(() => this.refusals.includes(refusal), `the server refuses ${refusal}`);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** The refusal comes before the answer to the flush, but is told in another turn. */
  async #isRefused(refusal: string): Promise<boolean> {
    await this.connection.flush();
    return this.refusals.includes(refusal);
  }

  async #follow(): Promise<void> {
    for await (const { permissionContext } of this.connection.status()) {
      if (permissionContext) this.refusals.push(`${permissionContext.operation} ${permissionContext.subject}`);
    }
  }
}
