/** A mandate as the hub tells about it. */
export interface Mandate {
  readonly id: string;
  readonly person: string;
  readonly role: string;
  readonly level: string;
  readonly collaboration: string;
  readonly limits: { readonly themes: readonly string[]; readonly regions: readonly string[] };
  readonly from: string;
  readonly until: string;
  readonly status: string;
  readonly inForce: boolean;
}

/** Themes and regions on one line. */
export const describeLimits = (themes: readonly string[], regions: readonly string[]): string =>
  [...themes, ...regions].join(' ') || 'none';
