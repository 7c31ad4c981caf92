import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A plugin that writes down everything the hub tells plugins; it is all that a plugin can see. */
const program = `
import { appendFileSync } from 'node:fs';
const types = ['exchange.answered', 'exchange.refused', 'exchange.failed', 'agreement.changed', 'adapter.changed'];
export const plugin = {
  name: 'event-tap',
  needs: [],
  config: { type: 'object', properties: { file: { type: 'string' } }, required: ['file'], additionalProperties: false },
  start(hub, { file }) {
    for (const type of types) hub.on(type, (event) => appendFileSync(file, JSON.stringify({ type, event }) + '\\n'));
    return () => undefined;
  },
};`;

export interface EventTap {
  /** As a hub's configuration names it. */
  readonly configured: { readonly package: string; readonly config: { readonly file: string } };
  readonly heard: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Lays the plugin down as a package of its own. */
export async function layEventTap(): Promise<EventTap> {
  const directory = await mkdtemp(join(tmpdir(), 'koppel-event-tap-'));
  const file = join(directory, 'events');
  const description = { name: 'event-tap', type: 'module', main: 'index.js', koppel: { kind: 'plugin' } };
  await writeFile(join(directory, 'package.json'), JSON.stringify(description));
  await writeFile(join(directory, 'index.js'), program);
  await writeFile(file, '');
  return {
    configured: { package: directory, config: { file } },
    heard: () => readFile(file, 'utf8'),
    close: () => rm(directory, { recursive: true, force: true }),
  };
}
