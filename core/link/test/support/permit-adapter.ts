import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  KoppelError,
  defineAdapter,
  defineHandler,
  type Manifest,
  type Operation,
  type Question,
} from '@koppel/contract';
import type { Permit } from './adapter-program.ts';

const path = new URL('../../../../adapters/example-python/manifest.json', import.meta.url);
const { configSchema, owner: _owner, ...manifest }: Manifest = JSON.parse(readFileSync(path, 'utf8'));
// What was read as JSON is what `defineAdapter` would have been given as values.
const operations = manifest.operations as unknown as Operation[];

/** The register of permits of `adapters/example-python`, in TypeScript. */
export const permitAdapter = defineAdapter({
  manifest: { ...manifest, operations },
  config: configSchema,
  start: async (config) => {
    const { register } = config as { register: string };
    const permits = async (): Promise<Permit[]> => {
      try {
        return JSON.parse(await readFile(register, 'utf8')).permits;
      } catch {
        throw new KoppelError('source.failed');
      }
    };
    const at = async ({ request }: Question): Promise<Permit[]> => {
      const { postcode, houseNumber } = request as Permit;
      return (await permits()).filter((permit) => permit.postcode === postcode && permit.houseNumber === houseNumber);
    };
    const subjectsOf = (found: Permit[]) =>
      [...new Set(found.map(({ holder }) => holder.kvkNumber))].map((value) => ({ kind: 'kvk' as const, value }));
    const operation = operations[0] as Operation;
    const handler = defineHandler(operation, {
      content: async (question) => {
        const found = await at(question);
        return { content: { permits: found }, subjects: subjectsOf(found) };
      },
      match: async (question) => {
        const found = await at(question);
        return { hit: found.length > 0, subjects: subjectsOf(found) };
      },
    });
    return { handlers: [handler], checkHealth: async () => void (await permits()), stop: async () => undefined };
  },
});
