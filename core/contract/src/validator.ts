import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import type { TSchema } from 'typebox';
import { isDeterministicPattern } from './deterministic-pattern.ts';
import { MARK } from './field.ts';
import { isPlainPattern } from './plain-pattern.ts';
import type { Fault } from './problem.ts';

/** Patterns run in linear time: a backtracking engine can be blocked for seconds by 28 characters. */
const linearPattern = Object.assign(
  (pattern: string) => {
    const isLinear = isPlainPattern(pattern) || isDeterministicPattern(pattern);
    const compiled = isLinear ? new RegExp(pattern, 'u') : RE2JS.compile(pattern);
    // Ajv tells two patterns of one schema apart by their text.
    return { test: (text: string) => compiled.test(text), toString: () => pattern };
  },
  { code: 'linearPattern' },
);

/**
 * One instance per schema, because an instance never forgets what it compiled. Two costs are left out: the check
 * against the meta-schema (forty times the rest; `checkOperationSchema` judges schemas from elsewhere) and the
 * optimiser (quadratic in the number of properties).
 */
const createAjv = (allErrors: boolean): Ajv2020 =>
  new Ajv2020({
    strict: true,
    ownProperties: true,
    allErrors,
    keywords: [MARK],
    code: { regExp: linearPattern, optimize: false },
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    // It would print the code that it generated.
    logger: false,
  });

/** Above this size of text only the first fault is told: listing all of them costs time without bound. */
const allFaultsUpToCharacters = 32 * 1024;
const maxFaults = 50;

/** A compiled schema. */
export interface Validator {
  isValid(value: unknown): boolean;
  /** All faults of a small value, the first fault of a large one; empty when valid. Never repeats a value. */
  faultsOf(value: unknown): Fault[];
}

/** Compiles a schema, strict and with linear patterns; the slower compilation that lists all faults waits until it is needed. */
export function compileSchema(schema: TSchema | object): Validator {
  const first = createAjv(false).compile(schema);
  let all: ValidateFunction | undefined;
  return {
    isValid: (value) => first(value),
    faultsOf: (value) => {
      if (first(value)) return [];
      if (!isSmall(value)) return describe(first.errors);
      all ??= createAjv(true).compile(schema);
      all(value);
      return describe(all.errors);
    },
  };
}

/** `undefined`, which no parser yields, has no text; it is small all the same. */
const isSmall = (value: unknown): boolean => (JSON.stringify(value) ?? '').length <= allFaultsUpToCharacters;

const describe = (errors: ErrorObject[] | null | undefined): Fault[] =>
  (errors ?? [])
    .slice(0, maxFaults)
    .map((error) => ({ path: safePath(error), message: sentenceOf(error), rule: error.keyword }));

function sentenceOf(error: ErrorObject): string {
  const params: Record<string, unknown> = error.params;
  if (error.keyword === 'additionalProperties') {
    const name = params['additionalProperty'];
    return `must not have the property ${isOrdinaryName(name) ? `"${name}"` : 'that it has'}`;
  }
  if (error.keyword === 'enum' && Array.isArray(params['allowedValues'])) {
    return `must be one of ${params['allowedValues'].slice(0, 20).join(', ')}`;
  }
  return error.message ?? `breaks ${error.keyword}`;
}

/** A path runs through names that somebody sent wherever a schema allows any name. */
const safePath = (error: ErrorObject): string =>
  error.instancePath.replaceAll(/[^/]+/g, (step) => (isOrdinaryName(step) || isIndex(step) ? step : '*')) || '/';

/** A name that somebody sent may itself be personal data; only an ordinary word is repeated. */
const isOrdinaryName = (name: unknown): name is string =>
  typeof name === 'string' && /^[A-Za-z][A-Za-z_-]{0,39}[0-9]{0,3}$/.test(name);

/** Seven digits and more could identify somebody. */
const isIndex = (step: string): boolean => /^[0-9]{1,6}$/.test(step);
