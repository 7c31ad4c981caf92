/** Whether work ends in time, well or not; leaves no timer behind. */
export async function isDoneWithin(timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: timeUp, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  const ended = (): true => true;
  const isDone = await Promise.race([work.then(ended, ended), timeUp]);
  clearTimeout(timer);
  return isDone;
}
