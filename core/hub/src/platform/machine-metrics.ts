import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

const nanosecondsPerSecond = 1e9;
const microsecondsPerSecond = 1e6;

/** What one process takes of its machine; everything is read when somebody asks. The answer stops the measuring. */
export function watchMachine(registry: Registry, home: string): () => void {
  const registers = [registry];
  watchProcess(registers);
  void new Gauge({
    name: 'koppel_home_free_bytes',
    help: 'Free space where the home of this node is',
    registers,
    async collect() {
      const { bavail, bsize } = await statfs(home);
      this.set(bavail * bsize);
    },
  });
  return watchEventLoop(registers);
}

function watchProcess(registers: Registry[]): void {
  void new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory that the process holds',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  void new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time that the process used',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / microsecondsPerSecond);
    },
  });
}

function watchEventLoop(registers: Registry[]): () => void {
  const resolutionMs = 10;
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  void new Gauge({
    name: 'koppel_event_loop_stall_seconds',
    help: 'Longest time that this process attended to nothing else, since somebody asked before',
    registers,
    collect() {
      this.set(Math.max(0, delays.max / nanosecondsPerSecond - resolutionMs / 1000));
      delays.reset();
    },
  });
  return () => delays.disable();
}
