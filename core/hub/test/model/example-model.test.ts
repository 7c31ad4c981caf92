import { expect, test } from '@jest/globals';
import { checkModel } from '@koppel/process';
import { exampleModel } from '../../src/model/example-model.ts';

test('the model that the interface shows as its example can be drafted', () => {
  expect(checkModel(exampleModel)).toEqual([]);
});
