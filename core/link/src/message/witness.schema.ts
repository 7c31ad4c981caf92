import { compileSchema, KoppelError } from '@koppel/contract';
import { noteLimits, witnessRefusals, type WitnessRefusal } from '@koppel/ledger';
import { linkLimits } from '../limits.ts';
import type { ReceivedMessage, WireMessage } from '../wire/wire.ts';
import { parseBody, requestBody } from './body.ts';
import { encodeReply } from './reply.ts';

const count = { type: 'integer', minimum: 0, maximum: 999_999_999_999_999 } as const;
const note = { type: 'string', minLength: 1, maxLength: noteLimits.characters } as const;
const hash = { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$', minLength: 44, maxLength: 44 } as const;
/** As long as the longest path in a tree that C2SP allows. */
const proof = { type: 'array', items: hash, maxItems: 63 } as const;

/** What the hub asks a witness: to cosign a checkpoint of its log. */
export const witnessQuestionSchema = {
  type: 'object',
  properties: {
    oldSize: count,
    proof,
    checkpoint: note,
    gap: {
      type: 'object',
      properties: { index: count, entry: { type: 'string', minLength: 1, maxLength: 65_536 }, proof },
      required: ['index', 'entry', 'proof'],
    },
  },
  required: ['oldSize', 'proof', 'checkpoint'],
} as const;

/** Either the line of the cosignature, or why there is none. */
export const witnessAnswerSchema = {
  type: 'object',
  properties: {
    cosignature: { type: 'string', minLength: 1, maxLength: 512 },
    refusal: { enum: Object.keys(witnessRefusals) },
    checkpoint: note,
  },
} as const;

/** A request for a cosignature; hashes in base64. */
export interface WitnessQuestion {
  /** The size that the witness last cosigned, as far as the hub knows. */
  readonly oldSize: number;
  readonly proof: readonly string[];
  /** The signed note. */
  readonly checkpoint: string;
  /** The entry of the log that tells of a gap after what the witness holds. */
  readonly gap?: { readonly index: number; readonly entry: string; readonly proof: readonly string[] };
}

export interface WitnessAnswer {
  /** A signature line to append to the note. */
  readonly cosignature?: string;
  readonly refusal?: WitnessRefusal;
  /** With a refusal: the checkpoint that the witness holds; absent when it holds none of this log. */
  readonly checkpoint?: string;
}

const validators = {
  question: compileSchema(witnessQuestionSchema),
  answer: compileSchema(witnessAnswerSchema),
};

export const encodeWitnessQuestion = (question: WitnessQuestion): WireMessage => ({ body: requestBody(question) });

/** @throws KoppelError `request.invalid` when the message asks for no cosignature. */
export function decodeWitnessQuestion(message: ReceivedMessage): WitnessQuestion {
  const body = parseBody(message.body, linkLimits.maxRequest);
  if (!validators.question.isValid(body)) throw new KoppelError('request.invalid', 'This asks for no cosignature');
  return body as WitnessQuestion;
}

export const encodeWitnessAnswer = (answer: WitnessAnswer): WireMessage => encodeReply(answer);

/** @throws KoppelError `reply.invalid` when it is neither a cosignature nor a refusal. */
export function decodeWitnessAnswer(message: ReceivedMessage): WitnessAnswer {
  const answer = readAnswer(message.body);
  if ((answer.cosignature === undefined) !== (answer.refusal === undefined)) return answer;
  throw new KoppelError('reply.invalid', 'The witness answered neither with a cosignature nor with a refusal');
}

/** An empty answer for what is none. */
function readAnswer(bytes: Uint8Array): WitnessAnswer {
  try {
    const body = parseBody(bytes, linkLimits.maxReply);
    return validators.answer.isValid(body) ? body : {};
  } catch {
    return {};
  }
}
