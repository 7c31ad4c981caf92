import { Worker } from 'node:worker_threads';

/** How often the main thread shows that it is alive. */
const beatMs = 100;

/**
 * Ends this process when its event loop stands still for longer than `frozenAfterMs`: a flow that never returns stops
 * every other flow, its timeout included, and only a thread beside it can still act.
 */
export function startWatchdog(frozenAfterMs: number): () => Promise<void> {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const timer = setInterval(() => Atomics.add(beats, 0, 1), beatMs);
  const worker = new Worker(new URL('./watchdog-worker.ts', import.meta.url), { workerData: { beats, frozenAfterMs } });
  worker.unref();
  return async () => {
    clearInterval(timer);
    await worker.terminate();
  };
}
