import { asKoppelError, isProblemCode, KoppelError } from '@koppel/contract';
import { request } from 'undici';
import type { Flows } from '../start/start-flows.ts';
import { describeRefusal, since, type DemoAnswer } from './ask.ts';
import { listLeafPaths } from './leaf-paths.ts';

interface PicturePart {
  readonly content?: unknown;
  readonly hit?: boolean;
  readonly withheld: readonly string[];
  readonly ledger: { readonly requestIndex: number; readonly replyIndex: number };
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
  const answer = await request(`${flows.url}/hooks/address-picture`, {
    method: 'POST',
    headers: { authorization: `Bearer ${flows.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...address, actor: { id: 'medewerker-0042', role: 'analyst' } }),
  });
  const merged = (await answer.body.json()) as AddressPicture;
  if (answer.statusCode !== 200) throw asKoppelError(merged, 'hub.failed');
  const durationMs = since(begun);
  const parts = Object.entries(merged.picture).map(([source, part]) => describePart(source, part, durationMs));
  const gaps = merged.gaps.map((gap) => describeGap(gap, durationMs));
  return [...parts, ...gaps];
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
