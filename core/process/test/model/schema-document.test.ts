import { expect, test } from '@jest/globals';
import { compileSchema } from '@koppel/contract';
import { readFileSync } from 'node:fs';
import { referenceModelSchema } from '../../src/index.ts';
import { changed, modelOf } from './themes.ts';

const published = JSON.parse(
  readFileSync(new URL('../../schemas/reference-model.schema.json', import.meta.url), 'utf8'),
);

test('the published schema is what the source says (else: npm run schemas)', () => {
  expect(published).toEqual(JSON.parse(JSON.stringify(referenceModelSchema())));
});

test('the published schema judges as the source does once it is read back', () => {
  const schema = compileSchema(published);
  expect(schema.isValid(modelOf('undermining'))).toBe(true);
  expect(schema.isValid(modelOf('bridges'))).toBe(true);
  expect(schema.isValid(changed((model) => Object.assign(model.roles[0], { level: 'lunar' })))).toBe(false);
});

test('the published schema ships with the package', () => {
  const { files } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(files).toContain('schemas');
});
