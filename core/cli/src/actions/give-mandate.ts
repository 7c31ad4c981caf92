import type { Context } from '../context.ts';
import type { Mandate } from '../mandate.ts';

export interface GiveMandateOptions {
  readonly role: string;
  readonly level: string;
  readonly collaboration: string;
  readonly decision: string;
  readonly until: string;
  readonly from?: string;
  readonly theme?: readonly string[];
  readonly region?: readonly string[];
  readonly substituteOf?: string;
}

/** Mandates somebody; what is wrong with it, the hub tells all at once. */
export async function giveMandate(context: Context, person: string, options: GiveMandateOptions): Promise<void> {
  const { theme: themes = [], region: regions = [], from = new Date().toISOString(), ...decided } = options;
  const hub = await context.hub();
  const mandate = await hub.post<Mandate>('/v1/mandates', { person, ...decided, from, limits: { themes, regions } });
  context.print(mandate, () => `Mandate ${mandate.id}: ${person} is ${mandate.role} until ${mandate.until}.`);
}
