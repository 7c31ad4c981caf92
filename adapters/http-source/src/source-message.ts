/** One call. Questions are posted, so that nobody's bsn ever stands in an address that is logged along the way. */
export interface SourceMessage {
  /** Below the base, starting with a slash; a constant of the adapter. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A look at what is new; about nobody, so its address, with a position as query, may be logged along the way. */
export type SourceLook = Omit<SourceMessage, 'body'>;

/** What the source said; its status is for the adapter to judge. */
export interface SourceReply {
  readonly status: number;
  /** Empty when there was none. */
  readonly contentType: string;
  readonly retryAfterMs: number | undefined;
  readonly body: Buffer;
}
