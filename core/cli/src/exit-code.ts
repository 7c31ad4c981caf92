/** What the command's exit tells a script; the README's table is compared with this one by a test. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  refused: 3,
  unavailable: 4,
  notVerified: 5,
  cannotStart: 6,
} as const;

/** The command was called in a way that cannot work; the message says how to call it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something was checked and found wrong; it was printed already. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';
}
