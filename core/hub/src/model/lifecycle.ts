import type { Caller } from '../platform/caller.ts';
import type { ModelHand, ModelStatus, ModelVersion } from '../platform/model-actions.ts';

/** What can be done to a version besides drafting it. */
export type StepName = 'propose' | 'decide' | 'apply';

const allowedFrom: Readonly<Record<StepName, ModelStatus>> = {
  propose: 'draft',
  decide: 'proposed',
  apply: 'approved',
};

/** Why a step cannot be made, or undefined when it can. A version that is not in force yet can be applied anew. */
export function obstacleTo(step: StepName, { status }: Pick<ModelVersion, 'status'>): string | undefined {
  if (status === allowedFrom[step]) return undefined;
  return `"${step}" is for a version that is ${allowedFrom[step]}, and this one is ${status}`;
}

/** Four eyes: whether this person drafted or proposed the version. */
export function hasHandIn({ drafted, proposed }: ModelVersion, { oin, person }: Caller): boolean {
  const isOwn = (hand: ModelHand | null): boolean => hand?.oin === oin && hand.person === person;
  return isOwn(drafted) || isOwn(proposed);
}

/** A version that was applied to a theme, and from when. */
export interface AppliedVersion {
  readonly model: string;
  readonly version: string;
  readonly from: string;
}

/**
 * Why a version cannot come into force at this instant: of one model, a later one always has the higher number, so
 * that everybody can tell from two numbers which holds longer. To go back is to draft the old content anew.
 */
export function obstacleToPlace(
  { model, version }: Pick<ModelVersion, 'model' | 'version'>,
  from: string,
  applied: readonly AppliedVersion[],
): string | undefined {
  const fromMs = Date.parse(from);
  for (const other of applied) {
    const afterMs = Date.parse(other.from) - fromMs;
    if (afterMs === 0) return `Version ${other.version} of ${other.model} comes into force at that same instant`;
    if (other.model !== model) continue;
    const difference = compareVersions(version, other.version);
    if (afterMs < 0 && difference <= 0)
      return `Version ${other.version} is in force before that; draft this content anew with a higher number`;
    if (afterMs > 0 && difference >= 0)
      return `Version ${other.version} comes into force after that; choose a later instant`;
  }
  return undefined;
}

/** The highest version of a model that has been in force by now, or undefined when none was. */
export function highestInForce(model: string, applied: readonly AppliedVersion[], nowMs: number): string | undefined {
  return applied
    .filter((other) => other.model === model && Date.parse(other.from) <= nowMs)
    .map(({ version }) => version)
    .toSorted(compareVersions)
    .at(-1);
}

/** Negative, zero or positive, as for a sort; the parts of a semantic version are numbers. */
export function compareVersions(one: string, other: string): number {
  const [mine, theirs] = [partsOf(one), partsOf(other)];
  const different = mine.findIndex((part, i) => part !== theirs[i]);
  return different < 0 ? 0 : (mine[different] ?? 0) - (theirs[different] ?? 0);
}

const partsOf = (version: string): number[] => version.split('.').map(Number);
