import { spawn, type ChildProcess } from 'node:child_process';

/**
 * The shell reads which processes to hold or let go. When we die, by whatever signal, its input ends: it ends
 * everything it still holds, first politely, then for good. It is in a group of its own, so that an interrupt at
 * the keyboard reaches neither it nor what it holds.
 */
const watch = `
trap '' INT TERM HUP
held=''
while read -r verb signal pid; do
  case $verb in
    hold) held="$held $signal:$pid" ;;
    release) rest=''; for item in $held; do [ "\${item#*:}" = "$pid" ] || rest="$rest $item"; done; held=$rest ;;
  esac
done
[ -n "$held" ] || exit 0
for item in $held; do kill -"\${item%%:*}" "\${item#*:}" 2>/dev/null; done
sleep 5
for item in $held; do kill -KILL "\${item#*:}" 2>/dev/null; done`;

let watcher: ChildProcess | undefined;

function tell(order: string): void {
  watcher ??= startWatcher();
  watcher.stdin?.write(`${order}\n`);
}

function startWatcher(): ChildProcess {
  const shell = spawn('/bin/sh', ['-c', watch], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // It must never be the reason that we stay, nor the reason that we fall.
  shell.unref();
  shell.on('error', () => undefined);
  const input = shell.stdin as (typeof shell.stdin & { unref?: () => void }) | null;
  input?.on('error', () => undefined);
  input?.unref?.();
  return shell;
}

/** Ties a child to this process: it is sent `signal` when we end without having ended it, even by kill -9. */
export function tether(child: ChildProcess, signal: 'TERM' | 'INT'): void {
  const { pid } = child;
  if (pid === undefined) return;
  tell(`hold ${signal} ${pid}`);
  // Its number may soon belong to somebody else.
  child.once('exit', () => tell(`release ${signal} ${pid}`));
}
