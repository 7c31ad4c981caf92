import { KoppelError } from '@koppel/contract';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Item } from '../../../src/platform/item.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRegion } from '../../process-region.ts';
import { Inquiry, itemOf } from '../request/inquiry.ts';

/** An entry of a chronology, as far as the clock is seen in it. */
export interface Entry {
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly by: object | null;
    readonly decision: string | null;
    readonly facts: Readonly<Record<string, unknown>>;
  };
  readonly digest: string;
  readonly ledgerIndex: number;
}

export const planted = {
  title: 'Zonnebloem aan de kade',
  text: 'Vlinderstruik achter het hek',
  reasons: 'Kamperfoelie over de muur',
  bsn: '999990342',
  name: 'Testpersoon Voorbeeld',
};

/** A case with an item, a question, an answer and tasks, as time goes by. */
export class Dossier {
  readonly region: ProcessRegion;
  readonly inquiry: Inquiry;
  note = '';
  answer = '';

  private constructor(region: ProcessRegion, inquiry: Inquiry) {
    this.region = region;
    this.inquiry = inquiry;
  }

  static async open(region: ProcessRegion): Promise<Dossier> {
    const dossier = new Dossier(region, await Inquiry.open(region));
    const { title, text, reasons, bsn } = planted;
    const note = { kind: 'note', title, text, secrecy: [] };
    dossier.note = (await region.as('detective').post<Item>(`${dossier.path}/items`, note)).id;
    const agreement = await dossier.inquiry.agree();
    dossier.answer = itemOf(await dossier.inquiry.ask(agreement, { reasons, request: { bsn } }));
    return dossier;
  }

  get id(): string {
    return this.inquiry.root.id;
  }

  get path(): string {
    return `/v1/cases/${this.id}`;
  }

  case(): Promise<RootView> {
    return this.region.as('detective').get(this.path);
  }

  async chronology(): Promise<readonly Entry[]> {
    return (await this.region.as('detective').get<Page<Entry>>(`${this.path}/chronology?limit=200`)).items;
  }

  async items(): Promise<readonly Item[]> {
    return (await this.region.as('detective').get<Page<Item>>(`${this.path}/items?limit=200`)).items;
  }

  /** What reading an item ends with: what it says, or the code of the problem. */
  async read(item: string): Promise<unknown> {
    try {
      return (await this.inquiry.read(item)).content;
    } catch (error) {
      return error instanceof KoppelError ? error.code : error;
    }
  }
}
