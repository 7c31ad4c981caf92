/** Sizes in bytes, times in milliseconds. The server refuses what is larger than `maxPayload`; the link says so before. */
export const linkLimits = {
  /** Of a whole message at the server, headers included. */
  maxPayload: 2 * 1024 * 1024,
  maxRequest: 1024 * 1024,
  /** Leaves room for headers and for what wraps the content. */
  maxReply: 2 * 1024 * 1024 - 16 * 1024,
  /** Of objects and arrays inside each other; a reply wraps its content in one more. */
  maxDepth: 33,
  /** Subjects that one answer may name. */
  maxSubjects: 10_000,
  /** Longer than any deadline; after it the server forgets that a reply was asked for. */
  replyWindowMs: 120_000,
  /** Questions of one client that the hub works on at the same time. */
  maxInFlightPerClient: 256,
} as const;

/**
 * How a lost connection is noticed that nobody reset: asked every 1.2 s, taken for lost when two questions are
 * unanswered. A server on its part looks every second (`boundsConfig`).
 */
export const heartbeat = { pingInterval: 1_200, maxPingOut: 2 } as const;
