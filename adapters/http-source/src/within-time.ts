/** The reason of the signal that `withinTime` gives when the time is up. */
export class TimeIsUp extends Error {}

/** Runs work under a signal that fires after so long, or when the outer one does; leaves no timer behind. */
export async function withinTime<Result>(
  timeoutMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new TimeIsUp()), timeoutMs);
  const pass = (): void => controller.abort(outer.reason);
  outer.addEventListener('abort', pass, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', pass);
  }
}
