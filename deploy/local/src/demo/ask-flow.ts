import { asKoppelError, isProblemCode, KoppelError } from '@koppel/contract';
import { request } from 'undici';
import type { Flows } from '../start/start-flows.ts';
import { describeRefusal, since, type DemoAnswer } from './ask.ts';
import { listLeafPaths } from './leaf-paths.ts';

interface PicturePart {
  readonly content?: unknown;
  readonly hit?: boolean;
  readonly withheld: readonly string[];
  readonly ledger: { readonly replyIndex: number };
}

interface AddressPicture {
  readonly picture: Readonly<Record<string, PicturePart>>;
  readonly gaps: readonly { readonly source: string; readonly code: string; readonly ledgerIndex?: number }[];
}

export interface Address {
  readonly postcode: string;
  readonly houseNumber: number;
}

/** What one partner contributed to the picture. */
export interface FlowAnswer extends DemoAnswer {
  readonly source: string;
  readonly content: unknown;
}

/** Which operation the flow asks of which partner. */
const operations: Readonly<Record<string, string>> = {
  municipality: 'municipality.find-permits',
  police: 'police.find-incidents',
  tax: 'tax.find-relations',
};

/** Calls the flow that asks three partners about one address and merges what they answer. */
export async function askFlow(flows: Flows, address: Address): Promise<readonly FlowAnswer[]> {
  const begun = performance.now();
  const merged = (await callHook(flows, 'address-picture', address)) as AddressPicture;
  const durationMs = since(begun);
  const parts = Object.entries(merged.picture).map(([source, part]) => describePart(source, part, durationMs));
  const gaps = merged.gaps.map((gap) => describeGap(gap, durationMs));
  return [...parts, ...gaps];
}

interface KnownAddress {
  readonly known: boolean;
  readonly ledger: { readonly replyIndex: number };
}

/** Calls the flow that the theme brings, which asks the police whether they know an address: yes or no. */
export async function askThemeFlow(flows: Flows, address: Address): Promise<FlowAnswer> {
  const begun = performance.now();
  const { known, ledger } = (await callHook(flows, 'undermining/known-address', address)) as KnownAddress;
  return describePart('police', { hit: known, withheld: [], ledger }, since(begun));
}

async function callHook({ url, token }: Flows, hook: string, address: Address): Promise<unknown> {
  const answer = await request(`${url}/hooks/${hook}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...address, actor: { id: 'medewerker-0042', role: 'analyst' } }),
  });
  const body = await answer.body.json();
  if (answer.statusCode !== 200) throw asKoppelError(body, 'hub.failed');
  return body;
}

function describePart(source: string, part: PicturePart, durationMs: number): FlowAnswer {
  const isMatch = part.hit !== undefined;
  const exchange = {
    operation: operations[source] ?? source,
    outcome: isMatch ? 'matched' : 'released',
    code: null,
    released: isMatch ? ['hit'] : listLeafPaths(part.content),
    withheld: part.withheld,
    ledgerIndex: part.ledger.replyIndex,
    durationMs,
  } as const;
  return { source, exchange, content: isMatch ? { hit: part.hit } : part.content };
}

function describeGap({ source, code, ledgerIndex }: AddressPicture['gaps'][number], durationMs: number): FlowAnswer {
  const details = ledgerIndex === undefined ? {} : { ledgerIndex };
  const error = new KoppelError(isProblemCode(code) ? code : 'hub.failed', undefined, { details });
  const operation = operations[source] ?? source;
  return { source, exchange: describeRefusal(operation, error, durationMs), content: undefined };
}
