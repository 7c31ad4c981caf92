import { describe, expect, test } from '@jest/globals';
import type { Manifest } from '@koppel/contract';
import { AdapterRegistry } from '../../src/adapters/registry.ts';
import { aManifest } from '../manifests.ts';
import { findResidents, oins } from '../fixtures.ts';

const offering = (...versions: string[]): Manifest =>
  aManifest({ operations: versions.map((version) => ({ ...findResidents, version })) });

function aRegistry(adapters: Record<string, Manifest>): AdapterRegistry {
  const registry = new AdapterRegistry();
  for (const [client, manifest] of Object.entries(adapters)) registry.put({ oin: oins.provider, client, manifest });
  return registry;
}

const clientsOf = (registry: AdapterRegistry, major = 1): string[] =>
  registry.candidates({ operation: findResidents.name, oin: oins.provider, major }).map(({ client }) => client);

const at = (client: string) => ({ oin: oins.provider, client });

describe('the registry of adapters', () => {
  test('keeps versions side by side and prefers the newest that is up', () => {
    const registry = aRegistry({ old: offering('1.9.0'), new: offering('1.10.0') });
    registry.setState(at('old'), 'up', 1);
    registry.setState(at('new'), 'up', 1);
    expect(clientsOf(registry)).toEqual(['new', 'old']);
    registry.setState(at('new'), 'draining', 2);
    expect(clientsOf(registry)).toEqual(['old', 'new']);
  });

  test('never offers another major version or another provider', () => {
    const registry = aRegistry({ next: offering('2.0.0') });
    expect(clientsOf(registry, 1)).toEqual([]);
    expect(registry.candidates({ operation: findResidents.name, oin: oins.stranger })).toEqual([]);
  });

  test('describes an operation by its newest version, whoever is up', () => {
    const registry = aRegistry({ old: offering('1.9.0'), new: offering('1.10.0') });
    registry.setState(at('old'), 'up', 1);
    expect(registry.findOperation({ operation: findResidents.name, major: 1 })?.version).toBe('1.10.0');
  });

  test('finds the newest version of anybody by the name alone', () => {
    const registry = aRegistry({ own: offering('1.9.0') });
    registry.put({ oin: oins.stranger, client: 'own', manifest: offering('1.10.0', '1.2.0') });
    expect(registry.findOperation({ operation: findResidents.name })?.version).toBe('1.10.0');
    expect(registry.findOperation({ operation: findResidents.name, oin: oins.provider })?.version).toBe('1.9.0');
    expect(registry.findOperation({ operation: 'municipality.find-nobody' })).toBeUndefined();
  });

  test('keeps adapters of different organisations apart that bear the same name', () => {
    const registry = aRegistry({ same: offering('1.0.0') });
    registry.put({ oin: oins.stranger, client: 'same', manifest: offering('2.0.0') });
    registry.setState(at('same'), 'up', 1);
    expect(registry.list().map(({ oin, state }) => [oin, state])).toEqual([
      [oins.provider, 'up'],
      [oins.stranger, 'down'],
    ]);
    expect(registry.countUp()).toBe(1);
    expect(clientsOf(registry)).toEqual(['same']);
  });

  test('keeps the state of an adapter that registers again, and tells when a state changes', () => {
    const registry = aRegistry({ only: offering('1.0.0') });
    expect(registry.setState(at('only'), 'up', 5)).toBe(true);
    expect(registry.setState(at('only'), 'up', 6)).toBe(false);
    registry.put({ ...at('only'), manifest: offering('1.1.0') });
    expect(registry.list()).toMatchObject([{ state: 'up', operations: ['municipality.find-residents@1.1.0'] }]);
    expect(registry.countUp()).toBe(1);
  });

  test('does not invent adapters that never registered', () => {
    const registry = aRegistry({});
    expect(registry.setState(at('ghost'), 'up', 1)).toBe(false);
    expect(registry.list()).toEqual([]);
  });
});
