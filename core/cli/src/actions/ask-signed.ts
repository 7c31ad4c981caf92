import { join, resolve } from 'node:path';
import type { ExchangeReply, ExchangeRequest } from '@koppel/contract';
import { createUuidV7 } from '@koppel/ledger';
import { askWithEvidence, EvidenceFolder, readEvidenceSigner } from '@koppel/local';
import type { Context } from '../context.ts';

interface SignedAsking {
  readonly question: ExchangeRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly evidenceKeyFile: string;
  readonly folder: string | undefined;
}

/** Asks with the evidence key of the profile; `file` is where the proof is, null when the agreement asks for none. */
export async function askSigned(
  context: Context,
  { question, headers, evidenceKeyFile, folder: directory }: SignedAsking,
): Promise<{ reply: ExchangeReply; file: string | null }> {
  const hub = await context.hub();
  const { oin } = await context.profile();
  const folder = new EvidenceFolder(resolve(directory ?? join(context.home, 'evidence')));
  const transaction = createUuidV7(Date.now());
  const asking = { at: new Date().toISOString(), transaction, requester: oin };
  const send = (body: ExchangeRequest): Promise<ExchangeReply> =>
    hub.post('/v1/exchanges', body, { ...headers, 'fsc-transaction-id': transaction });
  const signer = readEvidenceSigner(resolve(context.home, evidenceKeyFile));
  const reply = await askWithEvidence({ request: question, asking, send }, { signer, folder });
  return { reply, file: reply.evidence === undefined ? null : folder.fileOf(transaction) };
}
