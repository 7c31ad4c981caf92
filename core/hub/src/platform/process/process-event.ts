import type { Capacity } from '@koppel/process';

export const streamKinds = [
  'signal',
  'case',
  'task',
  'intervention',
  'information-request',
  'consultation',
  'conference',
  'escalation',
] as const;
export type StreamKind = (typeof streamKinds)[number];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };
export type JsonObject = { readonly [name: string]: Json | undefined };

/** Who did something: a person in a capacity, or a system that handed in what its partner's system observed. */
export interface Doer {
  readonly oin: string;
  readonly client: string;
  readonly person: string | null;
  readonly capacity: Capacity | null;
}

/**
 * One thing that happened to a signal, a case or a part of it. What is personal or told in words is `content`, sealed
 * under the key of the root and gone when that key is destroyed; all else is clear and stays.
 */
export interface ProcessEvent {
  readonly id: string;
  readonly stream: string;
  /** The signal or case it is part of; itself for a root. */
  readonly root: string;
  readonly kind: StreamKind;
  /** 1, 2, 3 … within the stream, without gaps. */
  readonly version: number;
  readonly type: string;
  readonly at: string;
  /** Null when the retention clock carried out `decision`. */
  readonly by: Doer | null;
  /** The event by which a person decided what the clock carried out. */
  readonly decision: string | null;
  /** The version of the reference model under which it happened. */
  readonly model: string | null;
  readonly facts: JsonObject;
  /** SHA-256 over a random salt (sealed with the content) and the content; hexadecimal. */
  readonly contentDigest: string | null;
  readonly content: JsonObject | null;
}

/** An event before the stream gives it its place. */
export interface EventDraft {
  readonly type: string;
  /** Clear and kept for good: states, times, ids, counts; never a name, an identifier of a person or a text. */
  readonly facts?: JsonObject;
  /** Sealed. */
  readonly content?: JsonObject;
}
