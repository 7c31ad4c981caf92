import type { AgreementRecord, AgreementSignature, AgreementStatus } from '@koppel/contract';

/** What can be done to an agreement besides drafting it. */
export type AgreementStep = 'sign' | 'suspend' | 'resume' | 'revoke';

const allowedFrom: Readonly<Record<AgreementStep, readonly AgreementStatus[]>> = {
  sign: ['draft'],
  suspend: ['active'],
  resume: ['suspended'],
  revoke: ['draft', 'active', 'suspended'],
};

/** Who is trying: a party may do everything; the operator, as the lawfulness committee's hand, may suspend and resume. */
export interface StepAuthority {
  readonly oin: string;
}

/** Why a step cannot be made, or undefined when it can. */
export function obstacleTo(step: AgreementStep, record: AgreementRecord, by: StepAuthority): string | undefined {
  if (!allowedFrom[step].includes(record.status))
    return `An agreement that is ${record.status} cannot be changed by "${step}"`;
  const isOutsider = !isParty(record, by.oin);
  if (isOutsider && step !== 'suspend' && step !== 'resume') return 'Only a party to the agreement can do this';
  // Whoever suspended had a reason; the other party cannot wave it away.
  if (step === 'resume' && record.statusBy !== by.oin)
    return 'Only the organisation that suspended the agreement can resume it';
  return undefined;
}

/** The record after one more signature: active as soon as both parties have signed. */
export function withSignature(record: AgreementRecord, signature: AgreementSignature): AgreementRecord {
  const signatures = [...record.signatures, signature];
  const { requester, provider } = record.agreement;
  const isComplete = [requester, provider].every((oin) => signatures.some(({ organisation }) => organisation === oin));
  return { ...record, signatures, status: isComplete ? 'active' : 'draft' };
}

export const isParty = (record: AgreementRecord, oin: string): boolean =>
  record.agreement.requester === oin || record.agreement.provider === oin;
