import type { Fault } from '@koppel/contract';
import type { Goal, Indicator } from '../content.schema.ts';
import type { ReferenceModel } from '../model.schema.ts';
import { machineNames } from '../parts.schema.ts';
import { measureRules, type MeasureParameter } from './measure-rules.ts';
import { faultIf, type ModelRule } from './rule.ts';

/** Words, interventions, indicators and goals say what somebody needs to work with them. */
export const contentFaults: ModelRule = function* (model) {
  yield* wordFaults(model);
  yield* ownerFaults(model);
  for (const [index, indicator] of model.indicators.entries()) yield* measureFaults(indicator, `/indicators/${index}`);
  for (const [index, goal] of model.goals.entries()) yield* goalFaults(goal, `/goals/${index}`);
};

/** Screens have to call these four something. */
function* wordFaults({ vocabulary: { concepts } }: ReferenceModel): Generator<Fault> {
  const ids = new Set(concepts.map(({ id }) => id));
  for (const name of concepts.length > 0 ? machineNames : []) {
    yield* faultIf(!ids.has(name), '/vocabulary/concepts', `must have the concept "${name}": screens need the word`);
  }
}

/** Whoever carries out an intervention is among those who can do something in that step of the barrier model. */
function* ownerFaults({ barrierModels, interventions }: ReferenceModel): Generator<Fault> {
  const partners = new Map(
    barrierModels.flatMap(({ id, steps }) =>
      steps.map((step) => [`${id}/${step.id}`, new Set(step.partners)] as const),
    ),
  );
  for (const [index, { barrierModel, barrierStep, ownerType }] of interventions.entries()) {
    const isStranger = partners.get(`${barrierModel}/${barrierStep}`)?.has(ownerType) === false && ownerType !== '';
    yield* faultIf(isStranger, `/interventions/${index}/ownerType`, 'must be among the partners of its barrier step');
  }
}

const parameters = [
  'machine',
  'from',
  'states',
  'outOf',
  'withinMonths',
  'figure',
] as const satisfies MeasureParameter[];

function* measureFaults(indicator: Indicator, path: string): Generator<Fault> {
  // A kind that no table knows has been told as a fault of the shape.
  if (!Object.hasOwn(measureRules, indicator.measure.kind)) return;
  yield* parameterFaults(indicator.measure, `${path}/measure`);
  yield* unitFaults(indicator, path);
}

function* parameterFaults(measure: Indicator['measure'], path: string): Generator<Fault> {
  const { kind } = measure;
  const { required, optional } = measureRules[kind];
  for (const name of parameters) {
    const isGiven = measure[name] !== undefined;
    yield* faultIf(!isGiven && required.includes(name), path, `must have "${name}": ${kind} needs it`);
    const isForeign = isGiven && !required.includes(name) && !optional.includes(name);
    yield* faultIf(isForeign, `${path}/${name}`, `must be left out: ${kind} does not look at it`);
  }
}

function* unitFaults({ measure, unit }: Indicator, path: string): Generator<Fault> {
  const { kind } = measure;
  const { units } = measureRules[kind];
  const isAstray = Boolean(unit) && !units.includes(unit);
  yield* faultIf(isAstray, `${path}/unit`, `must be ${units.join(' or ')}: it measures ${kind}`);
  const isRatio = kind === 'entered' && !isAstray && (unit === 'ratio') !== (measure.outOf !== undefined);
  yield* faultIf(isRatio, `${path}/measure`, 'must have "outOf" if the unit is ratio, and not if it is count');
}

function goalFaults({ indicator, statement, ...figures }: Goal, path: string): Fault[] {
  const isMeasured = indicator !== undefined;
  const { value, direction, baseline } = figures;
  const isStatementWithFigures = !isMeasured && [value, direction, baseline].some((figure) => figure !== undefined);
  return [
    ...faultIf(isMeasured === (statement !== undefined), path, 'must have either "indicator" or "statement"'),
    ...faultIf(isMeasured && value === undefined, path, 'must have "value": what the indicator is to come to'),
    ...faultIf(isMeasured && direction === undefined, path, 'must have "direction": at-least or at-most'),
    ...faultIf(isStatementWithFigures, path, 'must have "indicator": a figure is a figure of something'),
  ];
}
