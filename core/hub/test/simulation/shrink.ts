type Tape = readonly number[];
type Test = (tape: Tape) => Promise<boolean>;

const maxPlays = 1500;

/** A smaller list of decisions that still fails: as much of it as possible left out, or calm. */
export async function shrink(tape: Tape, stillFails: Test): Promise<Tape> {
  let plays = 0;
  const isSmaller: Test = async (candidate) => {
    plays += 1;
    return plays <= maxPlays && (await stillFails(candidate));
  };
  let best = tape;
  for (let size = Math.ceil(tape.length / 2); size >= 1; size = Math.floor(size / 2)) {
    // From the end, so that what is left out moves nothing that is still to be tried.
    for (let at = best.length - size; at > -size; at -= size)
      best = (await findFirst(candidates(best, Math.max(at, 0), size), isSmaller)) ?? best;
  }
  return best;
}

/** Without a part of it, and with that part calm. */
function candidates(tape: Tape, at: number, size: number): Tape[] {
  const part = tape.slice(at, at + size);
  const without = [...tape.slice(0, at), ...tape.slice(at + size)];
  if (part.every((choice) => choice === 0)) return [without];
  return [without, [...tape.slice(0, at), ...part.map(() => 0), ...tape.slice(at + size)]];
}

async function findFirst(tapes: readonly Tape[], isWanted: Test): Promise<Tape | undefined> {
  for (const tape of tapes) if (await isWanted(tape)) return tape;
  return undefined;
}
