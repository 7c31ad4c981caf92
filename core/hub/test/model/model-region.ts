import { createKeyPair, type HubClient } from '@koppel/local';
import { oins } from '../fixtures.ts';
import { Region } from '../region.ts';
import type { RegionOptions } from '../region-ground.ts';

const day = 86_400_000;

/** A hub with people who write a model and people who decide about it, of two organisations. */
export class ModelRegion {
  readonly region: Region;
  readonly editor: HubClient;
  readonly approver: HubClient;
  /** Of an organisation in the collaboration, without any mandate. */
  readonly colleague: HubClient;
  /** Mandated in another collaboration. */
  readonly outsider: HubClient;

  private constructor(region: Region, stranger: HubClient) {
    this.region = region;
    this.editor = region.requester.as('emp-edit');
    this.approver = region.provider.as('emp-approve');
    this.colleague = region.provider.as('emp-none');
    this.outsider = stranger.as('emp-edit');
  }

  static async open(options: RegionOptions = {}): Promise<ModelRegion> {
    const region = await Region.open({ scopes: ['ledger', 'mandates', 'cases'], ...options });
    try {
      const stranger = await region.register({
        oin: oins.stranger,
        client: 'desk',
        key: await createKeyPair(),
        collaborations: ['another-region'],
      });
      const opened = new ModelRegion(region, stranger);
      await mandate(region.requester, 'emp-edit', { role: 'model-editor', level: 'policy' });
      await mandate(region.provider, 'emp-approve', { role: 'model-approver', level: 'strategic' });
      await mandate(stranger, 'emp-edit', { role: 'model-editor', level: 'policy', collaboration: 'another-region' });
      return opened;
    } catch (error) {
      await region.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.region.close();
  }
}

async function mandate(organisation: HubClient, person: string, to: object): Promise<void> {
  await organisation.post('/v1/mandates', {
    person,
    collaboration: 'example-region',
    limits: { themes: [], regions: [] },
    from: new Date(Date.now() - day).toISOString(),
    until: new Date(Date.now() + day).toISOString(),
    decision: 'MB-2026-017',
    ...to,
  });
}
