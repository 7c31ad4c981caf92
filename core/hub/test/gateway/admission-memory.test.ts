import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { Admission } from '../../src/gateway/admission.ts';

test('a request that is over is forgotten with its answer', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as (options: object) => Promise<void>;
  const admission = new Admission({ maxInFlight: 10 } as never);
  const answers: WeakRef<object>[] = [];
  const answerOne = async (): Promise<object> => {
    const answer = { content: new Uint8Array(100) };
    answers.push(new WeakRef(answer));
    return Promise.resolve(answer);
  };
  for (let count = 0; count < 50; count += 1) await admission.inFlight(answerOne);
  // A weak reference holds its object until the turn in which it was made is over.
  await new Promise(setImmediate);
  await collectGarbage({ execution: 'async' });
  expect(answers.filter((answer) => answer.deref() !== undefined).length).toBeLessThan(5);
});
