import { availableParallelism, cpus, release, type as systemType } from 'node:os';

/** Where something was measured: processors, system and Node. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${availableParallelism()} × ${model}, ${systemType()} ${release()}, Node ${process.versions.node}`;
}
