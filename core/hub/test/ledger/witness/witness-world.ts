import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import { connectLinkClient, Witness, WitnessFolder, type LinkClient } from '@koppel/link';
import { CapturedLog, waitUntil } from '@koppel/testkit';
import type { WitnessStanding } from '../../../src/platform/actions.ts';
import { oins } from '../../fixtures.ts';
import { Region } from '../../region.ts';

/** One witness, at the partner: its folder, its process, its log. */
export interface Partner {
  readonly name: string;
  readonly client: string;
  readonly folder: WitnessFolder;
  readonly directory: string;
  readonly log: CapturedLog;
  witness: Witness;
  link: LinkClient;
}

const unknownAgreement = '01938c5e-8c00-7000-8000-00000000ffff';

export const rules = { required: 2, everyMs: 200, alarmAfterMs: 2000 } as const;

/** A region whose ledger two partners witness. */
export class WitnessWorld {
  readonly region: Region;
  readonly home: string;
  readonly partners: Partner[] = [];

  private constructor(region: Region, home: string) {
    this.region = region;
    this.home = home;
  }

  static async open(): Promise<WitnessWorld> {
    const region = await Region.open({ config: { witnesses: rules } });
    return new WitnessWorld(region, await mkdtemp(join(tmpdir(), 'koppel-witnesses-')));
  }

  /** With two witnesses that cosigned everything. */
  static async openWitnessed(): Promise<WitnessWorld> {
    const world = await WitnessWorld.open();
    for (const client of ['police', 'tax']) await world.join(client);
    await world.addEntries(5);
    await world.untilCosigned();
    return world;
  }

  get both(): [Partner, Partner] {
    const [one, other] = this.partners;
    if (!one || !other) throw new Error('two partners witness');
    return [one, other];
  }

  async close(): Promise<void> {
    await Promise.all(this.partners.map(({ link }) => link.close()));
    await this.region.close();
    await rm(this.home, { recursive: true, force: true });
  }

  async standing(): Promise<WitnessStanding> {
    return this.region.operator.get<WitnessStanding>('/v1/ledger/witnesses');
  }

  /** A system of the provider that starts to witness; the operator is told its key. */
  async join(client: string): Promise<Partner> {
    const directory = join(this.home, client);
    const folder = new WitnessFolder(directory);
    await folder.trust((await this.standing()).vkey);
    const log = new CapturedLog();
    const partner = {
      client,
      name: `${oins.provider}-${client}`,
      folder,
      directory,
      log,
      ...(await this.#start(client, folder, log)),
    };
    await this.region.operator.post('/v1/ledger/witnesses', { oin: oins.provider, client, vkey: partner.witness.vkey });
    this.partners.push(partner);
    return partner;
  }

  async leave(partner: Partner): Promise<void> {
    await partner.link.close();
  }

  async rejoin(partner: Partner): Promise<void> {
    Object.assign(partner, await this.#start(partner.client, partner.folder, partner.log));
  }

  async #start(client: string, folder: WitnessFolder, log: CapturedLog): Promise<Pick<Partner, 'witness' | 'link'>> {
    const { nats } = this.region;
    const credentials = await nats.authority.grantLink({ oin: oins.provider, client, kind: 'adapter' });
    const link = await connectLinkClient({ servers: nats.server.url, credentials });
    const witness = await Witness.open({ folder, name: `${oins.provider}-${client}`, log });
    const offer = { version: '1.0.0', description: 'Witness', handlers: new Map(), checkHealth: async () => undefined };
    await link.serve({ ...offer, witness: (question) => witness.consider(question) });
    return { witness, link };
  }

  async untilStanding(isSo: (standing: WitnessStanding) => boolean, what: string): Promise<WitnessStanding> {
    let seen = await this.standing();
    await waitUntil(
      async () => {
        seen = await this.standing();
        return isSo(seen);
      },
      what,
      60_000,
    );
    return seen;
  }

  /** Waits until all witnesses vouch for every entry that there is now. */
  async untilCosigned(): Promise<WitnessStanding> {
    const entries = (await this.region.ledger()).length;
    return this.untilStanding(
      ({ witnesses }) => witnesses.every(({ signedSize, isRefusing }) => !isRefusing && (signedSize ?? 0) >= entries),
      'every witness cosigned the whole ledger',
    );
  }

  /** Entries of refused questions. */
  async addEntries(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const refused = await this.region.ask(unknownAgreement).catch((error: unknown) => error);
      if (!(refused instanceof KoppelError) || refused.code !== 'agreement.not-found')
        throw new Error('an exchange under no agreement is refused, and logged');
    }
  }

  /** The lines of the hub's measures that begin so. */
  async metric(name: string): Promise<string[]> {
    const text = await (await fetch(`${this.region.url}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith(name));
  }

  async export(): Promise<string[]> {
    let text = '';
    for await (const chunk of await this.region.operator.stream('/v1/ledger/export')) text += String(chunk);
    return text.split(/(?<=\n)/);
  }
}
