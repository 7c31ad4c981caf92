import type { ReferenceModel } from '@koppel/process';

interface Hand {
  readonly oin: string;
  readonly person: string;
  readonly at: string;
}

/** A version of a reference model as the hub tells about it. */
export interface ModelVersion {
  readonly id: string;
  readonly collaboration: string;
  readonly model: string;
  readonly version: string;
  readonly theme: string;
  readonly digest: string;
  readonly status: string;
  readonly drafted: Hand;
  readonly proposed: Hand | null;
  readonly decision: (Hand & { readonly outcome: string; readonly reasons: string }) | null;
  readonly application: (Hand & { readonly from: string; readonly reasons: string }) | null;
  readonly revision: number;
}

export interface ModelRecord extends ModelVersion {
  readonly document: ReferenceModel;
}
