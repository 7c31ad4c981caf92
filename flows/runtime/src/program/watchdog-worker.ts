import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { beats, frozenAfterMs } = workerData as { beats: Int32Array; frozenAfterMs: number };
const looks = 10;

let lastBeat = Atomics.load(beats, 0);
let missed = 0;

// Counted in looks and not by the clock: a machine that slept stops both threads, and nobody is to blame.
setInterval(() => {
  const beat = Atomics.load(beats, 0);
  missed = beat === lastBeat ? missed + 1 : 0;
  lastBeat = beat;
  if (missed >= looks) end();
}, frozenAfterMs / looks);

function end(): void {
  const message = `A flow kept this process busy for ${frozenAfterMs} ms without a pause, so it ends; start it again and look at its loops.`;
  // A worker's own stderr passes through the main thread, which is the one that hangs; its exit ends only itself.
  writeSync(2, `${JSON.stringify({ time: new Date().toISOString(), level: 'error', message })}\n`);
  process.kill(process.pid, 'SIGKILL');
}
