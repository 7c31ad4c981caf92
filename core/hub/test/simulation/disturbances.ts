/** Everything that can happen to a schedule. A campaign in which one of these never does has not seen what it should. */
export const disturbances = [
  'a statement never arrives',
  'the answer to a statement is lost',
  'the database is away',
  'a statement waits for a lock',
  'a question is lost',
  'a question is heard twice',
  'an answer is lost',
  'the adapter is absent',
  'the source is at fault',
  'a node stands still',
  'a node dies',
  'a clock is set',
  'an agreement is suspended',
  'an agreement is resumed',
  'an agreement is revoked',
  'others sign many agreements',
  'the case is moved',
] as const;

export type Disturbance = (typeof disturbances)[number];
