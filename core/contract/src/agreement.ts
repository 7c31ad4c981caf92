import { Type, type Static } from 'typebox';
import { SubjectRole } from './field.ts';
import { Mode } from './operation.ts';
import { ClientId, FieldPath, Instant, LocalisedText, Oin, OperationName, Slug, Uuid } from './text.ts';

/** Something that must be shown before each question, for example a prosecutor's demand (iCOV practice). */
export const Prerequisite = Type.Object({ kind: Slug, description: LocalisedText }, { additionalProperties: false });

/** To whom the recipient may pass the data on; nobody unless named (AWR 67, Wpg 20). */
export const OnwardDisclosure = Type.Object(
  { allowed: Type.Boolean(), recipients: Type.Array(Oin, { maxItems: 50, uniqueItems: true }) },
  { additionalProperties: false },
);

export const Retention = Type.Object(
  { days: Type.Integer({ minimum: 0, maximum: 36_525 }), lockedYears: Type.Integer({ minimum: 0, maximum: 10 }) },
  { additionalProperties: false },
);

export const Validity = Type.Object({ from: Instant, until: Instant }, { additionalProperties: false });

/** `logged`: the ledger alone proves the exchange; `signed`: both organisations sign digests as well. */
export const Evidence = Type.Enum(['logged', 'signed']);

/** A reference to Dutch law in Juriconnect form: `jci1.3:c:BWBR0022463&artikel=20`. */
export const LegalBasis = Type.String({
  pattern: '^jci1[.]3:[cv]:(BWBR|CVDR)[0-9]+(&[a-z]+=[A-Za-z0-9.:-]+)*$',
  minLength: 12,
  maxLength: 200,
});

/**
 * What two organisations agree on: the six items that Wpg art. 20(2) asks a decision on structural disclosure
 * to record (public interest, collaboration, purpose, data, conditions, recipients) and what a gate can check.
 */
export const ExchangeAgreement = Type.Object(
  {
    id: Uuid,
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    title: LocalisedText,
    publicInterest: LocalisedText,
    /** The collaboration (samenwerkingsverband) this agreement belongs to; it is the tenant of the data. */
    collaboration: Slug,
    purpose: Type.Object({ code: Slug, description: LocalisedText }, { additionalProperties: false }),
    legalBasis: Type.Array(LegalBasis, { minItems: 1, maxItems: 20, uniqueItems: true }),
    /** The recipient: who asks, and through which of its systems (empty: any). */
    requester: Oin,
    requesterClients: Type.Array(ClientId, { maxItems: 50, uniqueItems: true }),
    provider: Oin,
    operation: OperationName,
    /** The major version of the operation. */
    operationVersion: Type.Integer({ minimum: 0, maximum: 9999 }),
    mode: Mode,
    /** The leaves of the reply that may be released; empty for a match. */
    grantedFields: Type.Array(FieldPath, { maxItems: 500, uniqueItems: true }),
    subjectRoles: Type.Array(SubjectRole, { maxItems: 4, uniqueItems: true }),
    /** The phases of a case in which asking is allowed; empty when no case is needed. */
    casePhases: Type.Array(Slug, { maxItems: 20, uniqueItems: true }),
    prerequisites: Type.Array(Prerequisite, { maxItems: 10 }),
    conditions: Type.Array(LocalisedText, { maxItems: 50 }),
    onwardDisclosure: OnwardDisclosure,
    retention: Retention,
    validity: Validity,
    evidence: Evidence,
  },
  { additionalProperties: false },
);
export type ExchangeAgreement = Static<typeof ExchangeAgreement>;

/** An agreement as somebody proposes it; the hub gives it its id and version. */
export const AgreementDraft = Type.Omit(ExchangeAgreement, ['id', 'version'], { additionalProperties: false });
export type AgreementDraft = Static<typeof AgreementDraft>;

export const AgreementStatus = Type.Enum(['draft', 'active', 'suspended', 'revoked']);
export type AgreementStatus = Static<typeof AgreementStatus>;

const Ed25519Signature = Type.String({ pattern: '^[A-Za-z0-9_-]{86}$', minLength: 86, maxLength: 86 });

/** One organisation's signature: who approved, on which mandate, and an Ed25519 signature under a registered key. */
export const AgreementSignature = Type.Object(
  {
    organisation: Oin,
    /** A pseudonym of the approver inside the organisation, and the function in which they approved. */
    approver: Type.Object(
      { id: Type.String({ pattern: '^[a-z][A-Za-z0-9._-]*$', minLength: 4, maxLength: 64 }), role: Slug },
      { additionalProperties: false },
    ),
    /** The mandate decision that lets this function sign, by its reference. */
    mandate: Type.String({ minLength: 3, maxLength: 200 }),
    at: Instant,
    kid: Type.String({ pattern: '^[A-Za-z0-9_-]{8,86}$', minLength: 8, maxLength: 86 }),
    signature: Ed25519Signature,
  },
  { additionalProperties: false },
);
export type AgreementSignature = Static<typeof AgreementSignature>;

/** An agreement with everything the hub knows about it. */
export const AgreementRecord = Type.Object(
  {
    agreement: ExchangeAgreement,
    status: AgreementStatus,
    statusReason: Type.Optional(Type.String({ maxLength: 500 })),
    statusBy: Type.Optional(Oin),
    signatures: Type.Array(AgreementSignature, { maxItems: 2 }),
    digest: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
    changedAt: Instant,
    /** Raised by one with each change of status or signature; send it back as `If-Match`. */
    revision: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
);
export type AgreementRecord = Static<typeof AgreementRecord>;
