import {
  digestOfAnswer,
  KoppelError,
  signQuestion,
  type Asking,
  type EvidenceSigner,
  type ExchangeReply,
  type ExchangeRequest,
  type KeptEvidence,
} from '@koppel/contract';
import type { EvidenceFolder } from './evidence-folder.ts';

/** With what a requester signs, and where it keeps its proof; without a folder it can prove nothing later. */
export interface EvidenceOptions {
  readonly signer: EvidenceSigner;
  readonly folder?: EvidenceFolder;
}

type Send = (request: ExchangeRequest) => Promise<ExchangeReply>;

/**
 * Asks with a signature: what will be needed to prove the question is kept before the question leaves, and the answer
 * before the caller sees it. Under an agreement without evidence nothing stays behind.
 *
 * @throws KoppelError `evidence.not-kept`, `reply.unsigned` when the reply is not what its provider signed, and
 * whatever `send` throws.
 */
export async function askWithEvidence(
  { request, asking, send }: { request: ExchangeRequest; asking: Asking; send: Send },
  { signer, folder }: EvidenceOptions,
): Promise<ExchangeReply> {
  const sent: ExchangeRequest = JSON.parse(JSON.stringify(request));
  const { evidence, terms, mark } = await signQuestion(sent, asking, signer);
  const { nonce } = evidence;
  const kept: KeptEvidence = {
    format: 'koppel-evidence-kept/1',
    nonce,
    question: { terms, mark },
    request: sent.request,
  };
  await folder?.keep(asking.transaction, kept);
  const reply = await send({ ...sent, evidence }).catch(async (error: unknown) => {
    if (error instanceof KoppelError && leftNothing(error)) await folder?.forget(asking.transaction);
    throw error;
  });
  if (reply.evidence === undefined) await folder?.forget(asking.transaction);
  else await folder?.keep(asking.transaction, { ...kept, ...answerOf(reply, kept) });
  return reply;
}

/** Whether it is certain that the question never reached the provider. */
const leftNothing = ({ code }: KoppelError): boolean => /^(agreement|case|evidence|request|token)[.]/.test(code);

function answerOf(reply: ExchangeReply, { nonce, question }: KeptEvidence): Partial<KeptEvidence> {
  const { exchange, evidence, content, hit } = reply;
  const parts = reply.mode === 'match' ? { hit: hit === true } : { content };
  const digest = digestOfAnswer(nonce, { exchange, question: question.mark.digest }, parts);
  if (evidence === undefined || digest !== evidence.digest)
    throw new KoppelError('reply.unsigned', 'The reply is not the one that its provider signed');
  return { exchange, reply: parts, answer: evidence };
}
