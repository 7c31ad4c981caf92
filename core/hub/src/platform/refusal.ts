import { KoppelError, type Fault } from '@koppel/contract';

/** A request that means something impossible; `path` begins with `/body`, `/query` or `/params`. */
export const invalidAt = (path: string, message: string): KoppelError =>
  new KoppelError('request.invalid', undefined, { details: { faults: [{ path, message }] } });

/** @throws KoppelError `request.invalid` that tells all faults at once */
export function refuseIf(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
}
