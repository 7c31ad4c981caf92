import type { Fault } from '@koppel/contract';
import { circleFaults } from './check/circle-faults.ts';
import { clockFaults } from './check/clock-faults.ts';
import { contentFaults } from './check/content-faults.ts';
import { courseFaults } from './check/course-faults.ts';
import { exchangeFaults } from './check/exchange-faults.ts';
import { guardFaults } from './check/guard-faults.ts';
import { nameFaults } from './check/names.ts';
import { referenceFaults } from './check/references.ts';
import { roleFaults } from './check/role-faults.ts';
import type { ModelRule } from './check/rule.ts';
import { validatorOf } from './check/schema-node.ts';
import { shapeFaults } from './check/shape-faults.ts';
import { soundPart } from './check/sound-part.ts';
import { stepFaults } from './check/step-faults.ts';
import { stepUseFaults } from './check/step-use-faults.ts';
import { ReferenceModel } from './model.schema.ts';

/** Greatest size of a model, in bytes of its JSON or YAML text. */
export const maxModelBytes = 2 * 1024 * 1024;

/** More faults than this help nobody. */
const maxFaults = 500;

const rules: readonly ModelRule[] = [
  nameFaults,
  referenceFaults,
  courseFaults,
  clockFaults,
  guardFaults,
  roleFaults,
  stepFaults,
  stepUseFaults,
  exchangeFaults,
  circleFaults,
  contentFaults,
];

/**
 * Everything that keeps a document from being a reference model, at once: in what it differs from the schema and in
 * what it means nothing. Empty when it is one. Ids of the model are repeated, texts are not.
 */
export function checkModel(document: unknown): Fault[] {
  const sizes = sizeFaults(document);
  return sizes.length > 0 ? sizes : [...firstFaults(document)];
}

function* firstFaults(document: unknown): Generator<Fault> {
  let left = maxFaults;
  for (const fault of allFaults(document)) {
    yield fault;
    left -= 1;
    if (left === 0) return;
  }
}

function* allFaults(document: unknown): Generator<Fault> {
  const isSound = validatorOf(ReferenceModel).isValid(document);
  if (!isSound) yield* shapeFaults(ReferenceModel, document);
  const model = (isSound ? document : soundPart(ReferenceModel, document)) as ReferenceModel;
  for (const rule of rules) yield* rule(model);
}

/** Measured before anything else looks at it. */
function sizeFaults(document: unknown): Fault[] {
  const size = sizeOf(document);
  if (size === undefined) return [{ path: '/', message: 'is not a JSON value' }];
  return size > maxModelBytes ? [{ path: '/', message: `is larger than ${maxModelBytes} bytes` }] : [];
}

/** Undefined for what is no JSON value: nothing at all, or a circle, or nested without end. */
function sizeOf(document: unknown): number | undefined {
  try {
    const text = JSON.stringify(document) as string | undefined;
    return text === undefined ? undefined : Buffer.byteLength(text);
  } catch {
    return undefined;
  }
}
