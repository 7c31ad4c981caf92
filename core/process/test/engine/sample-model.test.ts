import { expect, test } from '@jest/globals';
import { compileSchema } from '@koppel/contract';
import { ReferenceModel } from '../../src/index.ts';
import { garden } from './sample-model.ts';

test('the garden fits the schema', () => {
  expect(compileSchema(ReferenceModel).faultsOf(garden)).toEqual([]);
});
