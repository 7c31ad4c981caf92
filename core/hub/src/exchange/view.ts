import {
  compileSchema,
  listLeaves,
  matchSchema,
  viewSchema,
  type ExchangeAgreement,
  type Leaf,
  type OperationDescription,
  type Terms,
  type Validator,
} from '@koppel/contract';

/** What one agreement releases of one operation version: the closed schema, what stays behind, and on which terms. */
export interface View {
  readonly schema: Validator;
  readonly released: readonly string[];
  readonly withheld: readonly string[];
  readonly terms: Terms;
}

/** Whether a reply fits its view, is merely wrong, or holds more than was granted; paths, never values. */
export type ViewFinding =
  | { readonly fits: true }
  | { readonly fits: false; readonly code: 'reply.invalid' | 'reply.exceeds-grant'; readonly paths: readonly string[] };

export function compileView(operation: OperationDescription, agreement: ExchangeAgreement): View {
  const leaves = listLeaves(operation.reply);
  const granted = new Set(agreement.grantedFields);
  const isMatch = agreement.mode === 'match';
  const released = isMatch ? [] : leaves.filter(({ path }) => granted.has(path));
  const withheld = isMatch ? leaves : leaves.filter(({ path }) => !granted.has(path));
  return {
    schema: compileSchema(isMatch ? matchSchema : viewSchema(operation.reply, granted)),
    released: released.map(({ path }) => path),
    withheld: withheld.map(({ path }) => path),
    terms: {
      retention: agreement.retention,
      onwardDisclosure: agreement.onwardDisclosure,
      secrecy: secrecyOf(released),
    },
  };
}

const secrecyOf = (leaves: readonly Leaf[]): Terms['secrecy'] => [
  ...new Set(leaves.flatMap(({ mark }) => (mark && mark.secrecy !== 'none' ? [mark.secrecy] : []))),
];

/** Holds a reply against its view. Anything beyond the grant outweighs whatever else is wrong with it. */
export function inspectReply(view: View, reply: unknown): ViewFinding {
  if (view.schema.isValid(reply)) return { fits: true };
  const faults = view.schema.faultsOf(reply);
  const beyond = faults.filter(({ rule }) => rule === 'additionalProperties');
  const isBeyond = beyond.length > 0;
  return {
    fits: false,
    code: isBeyond ? 'reply.exceeds-grant' : 'reply.invalid',
    paths: (isBeyond ? beyond : faults).map(({ path }) => path),
  };
}
