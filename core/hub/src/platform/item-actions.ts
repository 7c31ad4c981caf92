import type { Caller } from './caller.ts';
import type { Item, ItemDraft, OpenedItem, Reading } from './item.schema.ts';
import type { Page, PageQuery } from './paging.ts';
import type { ProcessRecord } from './process/process-record.ts';
import type { InformationRequestDraft } from './information-request.schema.ts';

/** What can hold items and be asked about: everything else in the process is a part of one of these. */
export type RootKind = 'signal' | 'case';

/** A signal or case as somebody names it. */
export interface RootRef {
  readonly caller: Caller;
  readonly kind: RootKind;
  readonly id: string;
}

export interface RetentionExtension {
  /** RFC 3339. */
  readonly until: string;
  readonly reasons: string;
}

/** Something whose clock will do something, and when. */
export interface RetentionForecast {
  readonly kind: RootKind | 'conference' | 'escalation' | 'item';
  readonly id: string;
  readonly root: string;
  readonly next: 'lock' | 'destroy';
  readonly at: string;
}

/** What other rooms and the routes may ask about items, questions to partners and retention; part of `Actions`. */
export interface ItemActions {
  'cases.addItem': [params: RootRef & { draft: ItemDraft; revision?: number }, result: Item];
  'cases.listItems': [params: RootRef & { page: PageQuery }, result: Page<Item>];
  'cases.getItem': [params: { caller: Caller; id: string }, result: OpenedItem];
  'cases.listReadings': [params: { caller: Caller; id: string; page: PageQuery }, result: Page<Reading>];

  /** Asks a partner, and keeps what came of it; a repeated key finds the question that it put before. */
  'cases.ask': [
    params: RootRef & {
      draft: InformationRequestDraft;
      idempotencyKey?: string;
      revision?: number;
      context: { readonly transaction: string; readonly traceparent: string };
    },
    result: { readonly record: ProcessRecord; readonly isNew: boolean },
  ];
  'cases.listInformationRequests': [params: RootRef & { page: PageQuery }, result: Page<ProcessRecord>];
  'cases.getInformationRequest': [params: { caller: Caller; id: string }, result: ProcessRecord];

  'cases.extendRetention': [
    params: RootRef & { extension: RetentionExtension; revision?: number },
    result: ProcessRecord,
  ];
  'cases.extendItem': [params: { caller: Caller; id: string; extension: RetentionExtension }, result: Item];
  'cases.previewRetention': [
    params: { caller: Caller; before: string; page: PageQuery },
    result: Page<RetentionForecast>,
  ];
}
