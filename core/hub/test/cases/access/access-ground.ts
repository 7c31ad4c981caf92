import { createKeyPair, HubClient } from '@koppel/local';
import { ask, type Answer } from '../../gateway/door.ts';
import { oins } from '../../fixtures.ts';
import { partnerOins, people, stewards, type PersonName } from '../../process-people.ts';
import { ProcessRegion, type ProcessRegionOptions } from '../../process-region.ts';
import { Covenant } from '../story/covenant.ts';
import { connectSources } from '../story/sources.ts';
import { Side, type Seat } from './side.ts';

const names = Object.keys(people) as PersonName[];

/** Who tries; `right` and `wrong` are told by the entry of the route. */
export const refusedKinds = [
  'nobody',
  'unscoped',
  'system',
  'unmandated',
  'expired',
  'revoked',
  'elsewhere',
  'otherTheme',
  'outsider',
] as const;
export type RefusedKind = (typeof refusedKinds)[number];

/** Whoever may do something: a person, an organisation's system, or the operator's. */
export type Right = PersonName | keyof typeof stewards | 'system' | 'operator';

/** Somebody of an organisation that is joined, or of one that is not, in one of the ways in which that is not enough. */
const placed = {
  unmandated: { person: 'ctr-0000', change: null },
  expired: { person: 'ctr-0001', change: {} },
  revoked: { person: 'ctr-0002', change: {} },
  elsewhere: { person: 'ctr-0003', change: { limits: { themes: [], regions: ['south'] } } },
  otherTheme: { person: 'ctr-0004', change: { limits: { themes: ['other-theme'], regions: [] } } },
} as const;

/** What somebody sends. */
export interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Two sides that know nothing of one another, and everybody who could try something. */
export class AccessGround {
  readonly place: ProcessRegion;
  readonly home: Side;
  away!: Side;
  /** Under which the centre asks the police, and the police the municipality. */
  agreements = { incidents: '', residents: '' };
  #disconnect: () => Promise<void> = async () => undefined;
  readonly #clients = new Map<string, HubClient>();
  readonly #tokens = new Map<HubClient, string>();

  private constructor(place: ProcessRegion) {
    this.place = place;
    this.home = new Side(
      place.bodies,
      seatsOf((name) => ({ hub: place.as(name), ...whoIs(name) })),
    );
  }

  static async lay(options: ProcessRegionOptions = {}): Promise<AccessGround> {
    const ground = new AccessGround(await ProcessRegion.open(options));
    try {
      await ground.#appoint();
      await ground.#settleAway();
      await ground.#connect();
      return ground;
    } catch (error) {
      await ground.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#disconnect();
    await this.place.close();
  }

  /** Whoever may do something. */
  right(by: Right): HubClient {
    if (by === 'operator') return this.place.region.operator;
    if (by === 'system') return this.place.partners.centre;
    return by === 'editor' || by === 'approver' ? this.place.hubOf(stewards[by]) : this.place.as(by);
  }

  /** As one of those whom something is refused. */
  as(kind: RefusedKind): HubClient | undefined {
    return this.#clients.get(kind);
  }

  /** Sends it with the token of a client, or with none, and tells exactly what came back. */
  async try(by: HubClient | undefined, question: Attempt): Promise<Answer> {
    const { method, path, body, headers = {} } = question;
    return ask(this.place.region.url, {
      method,
      path,
      headers: {
        ...(by ? { authorization: `Bearer ${await this.#tokenOf(by)}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  async #tokenOf(client: HubClient): Promise<string> {
    const token = this.#tokens.get(client) ?? (await client.requestToken()).access_token;
    this.#tokens.set(client, token);
    return token;
  }

  async #connect(): Promise<void> {
    this.#disconnect = await connectSources(this.place);
    const covenant = await Covenant.of(this.place);
    const match = { operation: 'police.find-person-incidents', mode: 'match' as const, grantedFields: [] };
    const incidents = await covenant.agree({ asker: 'centre', source: 'police' }, match);
    const residents = await covenant.agree({ asker: 'police', source: 'municipality' }, {});
    this.agreements = { incidents, residents };
  }

  async #appoint(): Promise<void> {
    const { partners, clock } = this.place;
    this.#clients.set('system', partners.centre);
    for (const [kind, { person, change }] of Object.entries(placed)) {
      if (change) await this.#mandateAll(person, kind === 'expired' ? untilTomorrow(clock.now()) : change);
      this.#clients.set(kind, partners.centre.as(person));
    }
    clock.advanceDays(2);
  }

  async #mandateAll(person: string, change: object): Promise<void> {
    for (const { id: role, level } of this.place.model.roles) {
      const { id } = await this.place.mandate({ partner: 'centre', person }, [role, level], change);
      if (person !== placed.revoked.person) continue;
      await this.place.partners.centre.post(`/v1/mandates/${id}/revocation`, { reason: 'Left the department' });
    }
  }

  /** An organisation with bodies of its own, whose people hold every role, but in no body of the others. */
  async #settleAway(): Promise<void> {
    const { region, model, collaboration, clock } = this.place;
    const system = await region.register({ oin: oins.stranger, client: 'watch', key: await createKeyPair() });
    const key = await createKeyPair();
    const keys = `/v1/organisations/${oins.stranger}/keys`;
    await region.operator.post(keys, { use: 'client', client: 'audit', scopes: ['ledger'], jwk: key.publicJwk });
    const give = (person: string, role: string, level: string) =>
      system.post('/v1/mandates', {
        person,
        role,
        level,
        collaboration,
        limits: { themes: [], regions: [] },
        decision: 'MB-2026-019',
        from: new Date(clock.now()).toISOString(),
        until: new Date(clock.now() + 9e10).toISOString(),
      });
    for (const name of names)
      for (const [role, level] of people[name].roles) await give(`str-${name.toLowerCase()}`, role, level);
    for (const { id, level } of model.roles) await give('str-all', id, level);
    const seat = (name: PersonName): Seat => {
      const person = `str-${name.toLowerCase()}`;
      return { hub: system.as(person), oin: oins.stranger, person };
    };
    this.away = new Side(await this.#bodiesAway(), seatsOf(seat));
    this.#clients.set('outsider', system.as('str-all'));
    this.#clients.set(
      'unscoped',
      new HubClient({ hub: region.url, oin: oins.stranger, client: 'audit', privateJwk: key.privateJwk }),
    );
  }

  async #bodiesAway(): Promise<Side['bodies']> {
    const own = { coordinator: oins.stranger, members: [oins.stranger, partnerOins.tax] };
    const national = await this.place.createBody('strategic', own);
    const steering = await this.place.createBody('policy', { ...own, parent: national });
    return { national, steering, conference: await this.place.createBody('operational', { ...own, parent: steering }) };
  }
}

const whoIs = (name: PersonName) => ({ oin: partnerOins[people[name].partner], person: people[name].person });

const seatsOf = (seat: (name: PersonName) => Seat): Readonly<Record<PersonName, Seat>> =>
  Object.fromEntries(names.map((name) => [name, seat(name)])) as Record<PersonName, Seat>;

const untilTomorrow = (now: number): object => ({ until: new Date(now + 86_400_000).toISOString() });
