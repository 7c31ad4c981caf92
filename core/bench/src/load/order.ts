/** A question ready to be sent, and a text that only its own answer holds. */
export interface PreparedQuestion {
  readonly text: string;
  readonly expects: string;
  /** The access token of whoever asks this over HTTP, when not everything is asked with the token of the destination. */
  readonly bearer?: string;
}

/** Where questions go. */
export type Destination =
  | { readonly kind: 'http'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'nats'; readonly servers: string; readonly subject: string };

/** What the load generator is told to do. */
export interface LoadOrder {
  readonly destination: Destination;
  readonly questions: readonly PreparedQuestion[];
  readonly connections: number;
  /** Answers in this time before the measurement are only checked. */
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** Questions per second, sent when they are due whether or not earlier ones were answered; as many as possible when absent. */
  readonly perSecond?: number;
  /** Whether who is told to come back is counted apart instead of being an error. */
  readonly mayBeRefused?: boolean;
}

/** What came of an order; latencies in milliseconds, counted from when a question was due. */
export interface LoadResult {
  /** Right answers in all, those of the warm-up too. */
  readonly answers: number;
  /** Anything but a right answer. */
  readonly errors: number;
  /** What the first few errors were. */
  readonly complaints: readonly string[];
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Who was told to come back within the measurement, when an order allows for it. */
  readonly refused: number;
  readonly refusedP99Ms: number;
}
