import { checkManifest, KoppelError, type Fault } from '../src/index.ts';
import { createManifest } from './samples.ts';

/** The refusal of a manifest; fails when it is let in, or refused by accident. */
export function refusalOf(manifest: unknown): KoppelError {
  try {
    checkManifest(manifest);
  } catch (error) {
    if (error instanceof KoppelError) return error;
    throw error;
  }
  throw new Error('the manifest was let in');
}

/** What is wrong with a manifest. */
export const faultsOf = (manifest: unknown): readonly Fault[] => refusalOf(manifest).details.faults ?? [];

type Changeable = ReturnType<typeof createManifest>;

/** A sound manifest, and its operation, after a change. */
export function changed(change: (manifest: Changeable, operation: Record<string, unknown>) => void): Changeable {
  const manifest = createManifest();
  change(manifest, manifest.operations[0] ?? {});
  return manifest;
}
