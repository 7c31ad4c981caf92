import { createKeyPair, type HubClient as Client, HubClient } from '@koppel/local';
import { ask, type Answer } from '../gateway/door.ts';
import { oins } from '../fixtures.ts';
import { Region } from '../region.ts';

/** Whoever could try a route that belongs to organisations and their systems, and not to the process. */
export const kinds = ['nobody', 'unscoped', 'stranger', 'person', 'requester', 'provider', 'operator'] as const;
export type Kind = (typeof kinds)[number];

export interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** Two parties with an exchange between them, an organisation that shares nothing with them, and the operator. */
export class Parties {
  readonly region: Region;
  readonly #clients: Readonly<Partial<Record<Kind, Client>>>;
  readonly #tokens = new Map<Client, string>();

  private constructor(region: Region, clients: Partial<Record<Kind, Client>>) {
    this.region = region;
    this.#clients = clients;
  }

  static async gather(): Promise<Parties> {
    const region = await Region.open({ scopes: ['exchange', 'agreements', 'ledger', 'cases'] });
    try {
      const key = await createKeyPair();
      const aside = { oin: oins.stranger, client: 'watch', key: await createKeyPair(), collaborations: ['elsewhere'] };
      const stranger = await region.register(aside);
      const added = { use: 'client', client: 'clerk', scopes: ['mandates'], jwk: key.publicJwk };
      await region.operator.post(`/v1/organisations/${oins.stranger}/keys`, added);
      const clerk = { hub: region.url, oin: oins.stranger, client: 'clerk', privateJwk: key.privateJwk };
      return new Parties(region, {
        unscoped: new HubClient(clerk),
        stranger,
        person: region.requester.as('emp-7f3a91'),
        requester: region.requester,
        provider: region.provider,
        operator: region.operator,
      });
    } catch (error) {
      await region.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.region.close();
  }

  /** Sends it as one of them, and tells exactly what came back. */
  async try(kind: Kind, { method, path, body }: Attempt): Promise<Answer> {
    const client = this.#clients[kind];
    return ask(this.region.url, {
      method,
      path,
      headers: {
        ...(client ? { authorization: `Bearer ${await this.#tokenOf(client)}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  async #tokenOf(client: Client): Promise<string> {
    const token = this.#tokens.get(client) ?? (await client.requestToken()).access_token;
    this.#tokens.set(client, token);
    return token;
  }
}
