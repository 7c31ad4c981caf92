import { canonicalBytes } from './canonical.ts';
import type { EventDescription } from './event.ts';
import { contractVersion, Manifest } from './manifest.ts';
import { operationFaults } from './operation-check.ts';
import { checkOperationSchema } from './operation-schema.ts';
import { majorOf, operationId } from './operation.ts';
import { KoppelError, type Fault } from './problem.ts';
import { exampleFaults, repeatedFaults, underPath } from './faults.ts';
import { SchemaBudget } from './schema-budget.ts';
import { compileSchema } from './validator.ts';

/** Greatest size of a manifest, in bytes of its canonical form. */
export const maxManifestBytes = 256 * 1024;

const manifestSchema = compileSchema(Manifest);

/**
 * Checks everything that can be wrong with a manifest and tells all of it at once: its form, the schemas it brings,
 * what they would cost, and that each example fits. `configSchema` is the adapter's own affair; the hub never compiles it.
 *
 * @throws KoppelError `manifest.invalid` with `faults`, or `contract.unsupported`.
 */
export function checkManifest(value: unknown): Manifest {
  refuse(sizeFaults(value));
  refuse(manifestSchema.faultsOf(value));
  const manifest = value as Manifest;
  if (!isInCaretRange(contractVersion, manifest.contract)) {
    throw new KoppelError('contract.unsupported', `This hub speaks contract ${contractVersion}`);
  }
  const budget = new SchemaBudget();
  refuse([
    ...nameFaults(manifest),
    ...manifest.operations.flatMap((operation, index) =>
      underPath(`/operations/${index}`, operationFaults(operation, budget)),
    ),
    ...manifest.events.flatMap((event, index) => underPath(`/events/${index}`, eventFaults(event, budget))),
  ]);
  return manifest;
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new KoppelError('manifest.invalid', undefined, { details: { faults } });
}

/** Measured before anything else looks at it; the plain text is as long as the canonical one, and quicker to have. */
function sizeFaults(value: unknown): Fault[] {
  try {
    const isTooLarge = Buffer.byteLength(JSON.stringify(value)) > maxManifestBytes;
    if (isTooLarge) return [{ path: '/', message: `is larger than ${maxManifestBytes} bytes` }];
    canonicalBytes(value);
    return [];
  } catch {
    return [{ path: '/', message: 'is not a JSON value' }];
  }
}

/** `^1.2.3` holds for every later version with the same major. */
function isInCaretRange(version: string, range: string): boolean {
  const from = range.slice(1);
  return majorOf(version) === majorOf(from) && version.localeCompare(from, 'en', { numeric: true }) >= 0;
}

/** One manifest speaks for one owner, and says each thing once. */
function nameFaults({ operations, events }: Manifest): Fault[] {
  const owner = ownerOf(operations[0]?.name);
  const foreign = operations.flatMap(({ name }, index) =>
    ownerOf(name) === owner
      ? []
      : [{ path: `/operations/${index}/name`, message: `must start with "${owner}." like the others` }],
  );
  return [
    ...foreign,
    ...repeatedFaults('/operations', operations.map(operationId)),
    ...repeatedFaults(
      '/events',
      events.map(({ type, version }) => operationId({ name: type, version })),
    ),
  ];
}

const ownerOf = (operationName = ''): string => operationName.slice(0, operationName.indexOf('.'));

function eventFaults(event: EventDescription, budget: SchemaBudget): Fault[] {
  const faults = underPath('/schema', checkOperationSchema(event.schema, 'reply', budget));
  return faults.length > 0 ? faults : underPath('/example', exampleFaults(event.schema, event.example));
}
