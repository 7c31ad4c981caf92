import type { AgreementDraft } from './agreement.ts';
import type { FieldMark } from './field.ts';
import { majorOf, type OperationDescription } from './operation.ts';
import type { Fault } from './problem.ts';
import { isOnCalendar } from './text.ts';
import { listLeaves, type Leaf, type ReplySchema } from './view.ts';

/** The only purposes for which police data may be disclosed structurally (Wpg art. 20). */
export const wpgPurposes: readonly string[] = [
  'prevent-and-detect-offences',
  'maintain-public-order',
  'provide-assistance',
  'supervise-compliance',
];

/** A Juriconnect reference to the Wet politiegegevens. */
const wpgReference = /^jci1[.]3:[cv]:BWBR0022463(&|$)/;

/** An operation as its author defines it, or as a manifest publishes it. */
type AnyOperation = Pick<OperationDescription, 'name' | 'version' | 'modes'> & { readonly reply: object };

interface Proposal {
  readonly draft: AgreementDraft;
  readonly operation: AnyOperation;
  readonly leaves: readonly Leaf[];
  /** The leaves an answer draws on: the granted ones, and for a match all of them. */
  readonly disclosed: readonly Leaf[];
}

type Rule = (proposal: Proposal) => Fault[];

/**
 * Lists everything that keeps a draft from being an agreement about this operation: fields that do not exist, roles
 * not named, police data without its law and purpose, tax data passed on. The draft is valid against its schema.
 */
export function checkAgreementDraft(draft: AgreementDraft, operation: AnyOperation): Fault[] {
  const leaves = listLeaves(operation.reply as ReplySchema);
  const granted = new Set(draft.grantedFields);
  const disclosed = draft.mode === 'match' ? leaves : leaves.filter(({ path }) => granted.has(path));
  return rules.flatMap((rule) => rule({ draft, operation, leaves, disclosed }));
}

const told = (isWrong: boolean, path: string, message: string): Fault[] => (isWrong ? [{ path, message }] : []);

const operationFaults: Rule = ({ draft, operation }) => {
  const major = majorOf(operation.version);
  return [
    ...told(draft.operation !== operation.name, '/operation', `must be ${operation.name}`),
    ...told(draft.operationVersion !== major, '/operationVersion', `must be ${major}`),
    ...told(!operation.modes.includes(draft.mode), '/mode', `is not offered by ${operation.name}`),
  ];
};

const partyFaults: Rule = ({ draft }) =>
  told(draft.requester === draft.provider, '/requester', 'must be another organisation than the provider');

const fieldFaults: Rule = ({ draft, leaves }) => {
  const known = new Set(leaves.map(({ path }) => path));
  const isMatch = draft.mode === 'match';
  const count = draft.grantedFields.length;
  return [
    ...told(isMatch && count > 0, '/grantedFields', 'must be empty: a match releases no field'),
    ...told(!isMatch && count === 0, '/grantedFields', 'must name at least one field'),
    ...draft.grantedFields.flatMap((path, index) =>
      told(!known.has(path), `/grantedFields/${index}`, 'is not a leaf of the reply'),
    ),
  ];
};

/** Police data tells suspects, victims, third parties and convicts apart (Wpg art. 6b), and so does who may see it. */
const roleFaults: Rule = ({ draft, disclosed }) => {
  if (draft.mode === 'match') return [];
  const named = new Set<string>([...draft.subjectRoles, 'any', 'none']);
  const missing = new Set(disclosed.map(({ mark }) => mark?.subjectRole ?? 'none').filter((role) => !named.has(role)));
  return [...missing].map((role) => ({
    path: '/subjectRoles',
    message: `must name ${role}: a granted field is about it`,
  }));
};

const validityFaults: Rule = ({ draft: { validity } }) => [
  ...told(!isOnCalendar(validity.from), '/validity/from', 'is not a day of the calendar'),
  ...told(!isOnCalendar(validity.until), '/validity/until', 'is not a day of the calendar'),
  ...told(Date.parse(validity.from) >= Date.parse(validity.until), '/validity', 'must begin before it ends'),
];

const onwardFaults: Rule = ({ draft: { onwardDisclosure } }) => {
  const { allowed, recipients } = onwardDisclosure;
  const isClear = allowed === recipients.length > 0;
  return told(!isClear, '/onwardDisclosure/recipients', 'must name somebody if it is allowed, and nobody if it is not');
};

const policeDataFaults: Rule = ({ draft, disclosed }) => {
  if (!holdsSecrecy(disclosed, 'wpg')) return [];
  const isPurposeKnown = wpgPurposes.includes(draft.purpose.code);
  const hasBasis = draft.legalBasis.some((reference) => wpgReference.test(reference));
  return [
    ...told(!hasBasis, '/legalBasis', 'must name the Wpg (BWBR0022463): this is police data'),
    ...told(!isPurposeKnown, '/purpose/code', `must be one of ${wpgPurposes.join(', ')}: this is police data`),
  ];
};

const taxDataFaults: Rule = ({ draft, disclosed }) =>
  told(
    holdsSecrecy(disclosed, 'awr67') && draft.onwardDisclosure.allowed,
    '/onwardDisclosure/allowed',
    'must be false: tax secrecy (AWR art. 67) binds the recipient',
  );

const holdsSecrecy = (leaves: readonly Leaf[], secrecy: FieldMark['secrecy']): boolean =>
  leaves.some(({ mark }) => mark?.secrecy === secrecy);

const rules: readonly Rule[] = [
  operationFaults,
  partyFaults,
  fieldFaults,
  roleFaults,
  validityFaults,
  onwardFaults,
  policeDataFaults,
  taxDataFaults,
];
