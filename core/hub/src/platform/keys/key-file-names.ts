import { join } from 'node:path';
import { hubKeyKinds } from '@koppel/ledger';
import type { KeyId, KeyKind } from './key-custody.ts';

/** A file name that older versions of the hub gave a key. */
interface OldName {
  readonly kind: KeyKind;
  readonly folder: string;
  readonly pattern: RegExp;
  readonly idOf: (match: readonly string[]) => Pick<KeyId, 'name' | 'version'>;
  readonly fileOf: (id: KeyId) => string | undefined;
}

const slug = '[a-z][a-z0-9-]*';
const first = (version: number, file: string): string | undefined => (version === 1 ? file : undefined);

/** Keys stay where they were made: moving one could lose it. */
const oldNames: readonly OldName[] = [
  {
    kind: 'checkpoint',
    folder: '',
    pattern: /^checkpoint\.jwk$/,
    idOf: () => ({ name: 'log', version: 1 }),
    fileOf: ({ version }) => first(version, 'checkpoint.jwk'),
  },
  {
    kind: 'token',
    folder: '',
    pattern: /^token-([0-9]{6})\.jwk$/,
    idOf: ([, number]) => ({ name: 'hub', version: Number(number) }),
    fileOf: ({ version }) => `token-${String(version).padStart(6, '0')}.jwk`,
  },
  {
    kind: 'search',
    folder: 'case',
    pattern: new RegExp(`^(${slug})\\.search\\.key$`),
    idOf: ([, name = '']) => ({ name, version: 1 }),
    fileOf: ({ name, version }) => first(version, `${name}.search.key`),
  },
  {
    kind: 'case',
    folder: 'case',
    pattern: new RegExp(`^(${slug})\\.key$`),
    idOf: ([, name = '']) => ({ name, version: 1 }),
    fileOf: ({ name, version }) => first(version, `${name}.key`),
  },
  {
    kind: 'pseudonym',
    folder: 'pseudonym',
    pattern: new RegExp(`^(${slug}\\.[0-9]{4})\\.key$`),
    idOf: ([, name = '']) => ({ name, version: 1 }),
    fileOf: ({ name, version }) => first(version, `${name}.key`),
  },
];

const keyName = new RegExp(`^(${slug}(?:\\.[0-9]{4})?)\\.([1-9][0-9]{0,5})\\.key$`);

/** The folders below the folder of keys in which keys may be; the empty name is that folder itself. */
export const keyFolders: readonly string[] = ['', ...hubKeyKinds];

/** Which key a file holds; undefined for a file that is no key. */
export function idOfFile(folder: string, file: string): KeyId | undefined {
  for (const { kind, folder: home, pattern, idOf } of oldNames) {
    const match = folder === home ? pattern.exec(file) : null;
    if (match) return { kind, ...idOf(match) };
  }
  const [, name, version] = keyName.exec(file) ?? [];
  const kind = hubKeyKinds.find((each) => each === folder);
  return kind && name !== undefined ? { kind, name, version: Number(version) } : undefined;
}

/** Where a key is written. */
export const newPath = (folder: string, { kind, name, version }: KeyId): string =>
  join(folder, kind, `${name}.${version}.key`);

/** Where an older version of the hub would have written it. */
export function oldPath(folder: string, id: KeyId): string | undefined {
  const old = oldNames.find(({ kind }) => kind === id.kind);
  const file = old?.fileOf(id);
  return old && file !== undefined ? join(folder, old.folder, file) : undefined;
}
