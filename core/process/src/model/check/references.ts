import type { Fault } from '@koppel/contract';
import type { Rasci, Step } from '../process.schema.ts';
import { contentReferences } from './content-references.ts';
import { knownNames, type Kind, type KnownNames } from './known-names.ts';
import { machineReferences } from './machine-references.ts';
import { many, one, type Reference } from './reference.ts';
import type { ModelRule } from './rule.ts';
import type { ReferenceModel } from '../model.schema.ts';

/** Whatever is named exists. */
export const referenceFaults: ModelRule = function* (model) {
  const known = knownNames(model);
  for (const reference of referencesOf(model)) if (isDangling(reference, known)) yield danglingFault(reference);
};

function* referencesOf(model: ReferenceModel): Generator<Reference> {
  for (const [index, { escalatesTo }] of model.levels.entries()) {
    yield* one('level', `/levels/${index}/escalatesTo`, escalatesTo);
  }
  for (const [index, { level }] of model.roles.entries()) yield* one('level', `/roles/${index}/level`, level);
  for (const [index, step] of model.process.steps.entries()) yield* stepReferences(step, `/process/steps/${index}`);
  yield* subProcessReferences(model);
  yield* machineReferences(model);
  yield* contentReferences(model);
}

function* stepReferences(step: Step, path: string): Generator<Reference> {
  yield* one('phase', `${path}/phase`, step.phase);
  yield* one('level', `${path}/level`, step.level);
  for (const [level, rasci] of Object.entries(step.rasci)) {
    yield* one('level', `${path}/rasci/${level}`, level);
    yield* rasciReferences(rasci, `${path}/rasci/${level}`);
  }
  yield* many('role', `${path}/present`, step.present);
  yield* many('information need', `${path}/needs`, step.needs);
  yield* one('sub-process', `${path}/subProcess`, step.subProcess);
}

const rasciReferences = (rasci: Rasci, path: string): Reference[] => [
  ...many('role', `${path}/responsible`, rasci.responsible),
  ...one('role', `${path}/accountable`, rasci.accountable),
  ...many('role', `${path}/supports`, rasci.supports),
  ...many('role', `${path}/consulted`, rasci.consulted),
  ...many('role', `${path}/informed`, rasci.informed),
];

function* subProcessReferences({ process }: ReferenceModel): Generator<Reference> {
  for (const [index, { tasks }] of process.subProcesses.entries()) {
    for (const [at, { role, subProcess }] of tasks.entries()) {
      const path = `/process/subProcesses/${index}/tasks/${at}`;
      yield* one('role', `${path}/role`, role);
      yield* one('sub-process', `${path}/subProcess`, subProcess);
    }
  }
}

/** Lists that a model cannot leave empty; when one is, its absence is the fault and not each reference to it. */
const neverEmpty: ReadonlySet<string> = new Set<Reference['kind']>([
  'phase',
  'step',
  'role',
  'organisation type',
  'discipline',
  'concept',
  'level',
  'signal state',
  'case state',
  'task state',
  'intervention state',
]);

/** What something is part of; a part of what does not exist is not told as well. */
const wholes: Partial<Record<Kind, Kind>> = { 'barrier step': 'barrier model', barrier: 'barrier step' };

function isDangling({ kind, id }: Reference, known: KnownNames): boolean {
  const whole = wholes[kind];
  const isPartOfNothing = whole !== undefined && !known[whole].has(id.slice(0, id.lastIndexOf('/')));
  const isListMissing = neverEmpty.has(kind) && known[kind].size === 0;
  return !known[kind].has(id) && !isPartOfNothing && !isListMissing;
}

const danglingFault = ({ kind, path, id }: Reference): Fault => ({
  path,
  message: `names the ${kind} "${id.slice(id.lastIndexOf('/') + 1)}", which does not exist`,
});
