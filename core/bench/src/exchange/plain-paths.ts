import { mkdir } from 'node:fs/promises';
import type { RunningProgram } from '../child/program.ts';
import { prepareQuestions, type Path } from './path.ts';
import type { Site } from './site.ts';

const questions = prepareQuestions((request) => request);

/** Fastify → NATS → adapter → source, frozen. */
export async function openBarePath(site: Site, nats: RunningProgram, source: RunningProgram): Promise<Path> {
  const env = { BENCH_NATS: nats.told, BENCH_SOURCE: source.told };
  const adapter = await site.startScript({ name: 'bare-adapter', script: 'bare/adapter.main.ts', env });
  const front = await site.startScript({ name: 'bare-front', script: 'bare/front.main.ts', env });
  return {
    name: 'bare',
    questions,
    destination: async () => ({ kind: 'http', url: `${front.told}/ask`, headers: {} }),
    processes: { front: front.pid, adapter: adapter.pid, nats: nats.pid, source: source.pid },
  };
}

/** A flow in Node-RED, in its own process. */
export async function openNodeRedPath(site: Site, source: RunningProgram): Promise<Path> {
  const home = site.path('node-red-home');
  await mkdir(home);
  const env = { BENCH_HOME: home, BENCH_SOURCE: source.told };
  const flow = await site.startScript({ name: 'node-red', script: 'programs/node-red.main.ts', env });
  return {
    name: 'nodeRed',
    questions,
    destination: async () => ({ kind: 'http', url: `${flow.told}/ask`, headers: {} }),
    processes: { 'node-red': flow.pid, source: source.pid },
  };
}

/** Request and reply over the message server, answered from memory. */
export async function openRawNatsPath(site: Site, nats: RunningProgram): Promise<Path> {
  const env = { BENCH_NATS: nats.told };
  const responder = await site.startScript({ name: 'responder', script: 'programs/responder.main.ts', env });
  return {
    name: 'rawNats',
    questions,
    destination: async () => ({ kind: 'nats', servers: nats.told, subject: 'raw.ask' }),
    processes: { responder: responder.pid, nats: nats.pid },
  };
}
