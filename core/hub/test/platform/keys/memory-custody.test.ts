import { describe } from '@jest/globals';
import { promisesOfCustody } from './key-custody.contract.ts';
import { MemoryCustody } from './memory-custody.ts';

describe('custody in memory', () => {
  promisesOfCustody(async () => new MemoryCustody());
});
