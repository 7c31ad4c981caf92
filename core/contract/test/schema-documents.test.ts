import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { compileSchema, listSchemaDocuments } from '../src/index.ts';
import { agreement, createManifest } from './samples.ts';

const folder = new URL('../schemas/', import.meta.url);
const documents = [...listSchemaDocuments()];

describe('the published schemas', () => {
  test.each(documents)('%s is what the source says (else: npm run schemas)', (name, document) => {
    expect(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  test('are all there, and no other', () => {
    expect(readdirSync(folder).toSorted()).toEqual(documents.map(([name]) => name).toSorted());
  });

  test.each(documents)('%s says what it is, under a name of its own', (name, document) => {
    expect(document).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:koppel:schema:${name.replace('.schema.json', '')}:1`,
      title: expect.stringMatching(/^[A-Z].{5,}/),
    });
  });

  test('judge as the source does once they are read back', () => {
    const readBack = (name: string) =>
      compileSchema(JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8')));
    expect(readBack('exchange-agreement').faultsOf(agreement)).toEqual([]);
    expect(readBack('agreement-draft').isValid(agreement)).toBe(false);
    expect(readBack('manifest').faultsOf(createManifest())).toEqual([]);
  });

  test('ship with the package', () => {
    const { files } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(files).toContain('schemas');
  });
});
