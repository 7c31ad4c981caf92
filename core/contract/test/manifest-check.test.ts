import { describe, expect, test } from '@jest/globals';
import { checkManifest, manifestOf } from '../src/index.ts';
import { changed, faultsOf, refusalOf } from './refused-manifest.ts';
import { createManifest } from './samples.ts';

describe('checkManifest', () => {
  test('lets a sound manifest in as it is', () => {
    const manifest = createManifest();
    expect(checkManifest(manifest)).toBe(manifest);
  });

  test('tells every fault of its form at once', () => {
    const manifest = changed((wrong) => Object.assign(wrong, { owner: '1', id: 'Police', rate: {}, extra: 1 }));
    expect(faultsOf(manifest).map(({ path }) => path)).toEqual(['/', '/id', '/owner', '/owner', '/rate', '/rate']);
  });

  test('tells every fault of its operations and events at once', () => {
    const manifest = changed((wrong, operation) => {
      const other = { ...structuredClone(operation), name: 'municipality.find-permits' };
      const third = { ...structuredClone(operation), version: '3.0.0', reply: { type: 'object' } };
      operation['example'] = { request: { bsn: 'x' }, reply: {} };
      wrong['operations'] = [operation, other, third];
      wrong['events'] = [{ ...(wrong['events'] as object[])[0], example: {} }];
    });
    expect(faultsOf(manifest).map(({ path }) => path)).toEqual([
      '/operations/1/name',
      '/operations/0/example/request/bsn',
      '/operations/0/example/request/bsn',
      '/operations/0/example/reply',
      '/operations/0/example/reply',
      '/operations/2/reply',
      '/operations/2/reply',
      '/events/0/example',
    ]);
  });

  test('wants each version of an operation and of an event once, side by side with others', () => {
    const other = (version: string) =>
      changed((manifest, operation) => manifest.operations.push({ ...structuredClone(operation), version }));
    expect(() => checkManifest(other('3.0.0'))).not.toThrow();
    expect(faultsOf(other('2.1.0'))).toEqual([
      { path: '/operations/1', message: 'repeats police.find-incidents@2.1.0' },
    ]);
    const events = changed((manifest) =>
      (manifest['events'] as object[]).push((manifest['events'] as object[])[0] ?? {}),
    );
    expect(faultsOf(events)).toEqual([{ path: '/events/1', message: 'repeats incident.reported@1.0.0' }]);
  });

  test('speaks for one owner', () => {
    const manifest = changed((wrong, operation) => wrong.operations.push({ ...operation, name: 'tax.find-incomes' }));
    expect(faultsOf(manifest)).toEqual([
      { path: '/operations/1/name', message: 'must start with "police." like the others' },
    ]);
  });

  test.each([
    [{ path: 'name', kind: 'bsn' }, '/operations/0/subjects/0/path', 'is not a leaf of the request'],
    [{ path: 'bsn.value', kind: 'bsn' }, '/operations/0/subjects/0/path', 'is not a leaf of the request'],
    [{ path: 'bsn[]', kind: 'bsn' }, '/operations/0/subjects/0/path', 'is not a leaf of the request'],
    [{ path: 'year', kind: 'bsn' }, '/operations/0/subjects/0/kind', 'must point at a string'],
    [{ path: 'code', kind: 'kvk' }, '/operations/0/subjects/0/kind', 'must point at a string that can hold a kvk'],
  ])('wants subjects to be found where it says: %j', (subject, path, message) => {
    const manifest = changed((_wrong, operation) => {
      const { properties } = operation['request'] as { properties: Record<string, unknown> };
      Object.assign(properties, { year: { type: 'integer' }, code: { type: 'string', maxLength: 7 } });
      operation['subjects'] = [subject];
    });
    expect(faultsOf(manifest)).toEqual([{ path, message }]);
  });

  test('wants a field to release when it offers content, and none for a match', () => {
    const empty = (modes: string[]) =>
      changed((_wrong, operation) => {
        const reply = { type: 'object', properties: {}, additionalProperties: false };
        Object.assign(operation, { modes, reply, example: { request: { bsn: '999990019' }, reply: {} } });
      });
    expect(() => checkManifest(empty(['match']))).not.toThrow();
    expect(faultsOf(empty(['match', 'content']))).toEqual([
      { path: '/operations/0/reply', message: 'must have a field to offer the mode "content"' },
    ]);
  });

  test.each(['^1.0.0'])('supports the contract range %s', (contract) => {
    expect(() => checkManifest({ ...createManifest(), contract })).not.toThrow();
  });

  test.each(['^0.9.0', '^1.0.1', '^1.1.0', '^1.10.0', '^2.0.0', '^10.0.0'])(
    'does not support the contract range %s',
    (contract) => {
      expect(refusalOf({ ...createManifest(), contract }).code).toBe('contract.unsupported');
    },
  );

  test('lets the manifest of an adapter value in', () => {
    const { operations: _operations, owner, configSchema: _configSchema, ...rest } = checkManifest(createManifest());
    const adapter = {
      manifest: { ...rest, operations: [] },
      config: { type: 'object' },
      start: () => Promise.reject(new Error()),
    };
    expect(faultsOf(manifestOf(adapter as never, owner)).map(({ path }) => path)).toEqual(['/operations']);
  });
});
