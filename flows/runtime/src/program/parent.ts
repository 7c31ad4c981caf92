import { fstatSync } from 'node:fs';

/** Calls back when the process that started this one is gone: its channel, or the pipe that is our input, closed. */
export function onParentGone(gone: () => void): void {
  if (process.channel) process.once('disconnect', gone);
  if (!isPiped()) return;
  process.stdin.once('end', gone).once('error', gone);
  process.stdin.resume();
  process.stdin.unref();
}

/** A terminal, a file or nothing (as under systemd) says nothing about a parent. */
function isPiped(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}
