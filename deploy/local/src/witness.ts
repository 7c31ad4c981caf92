import { formatVerifierKey, gapMark, parseCheckpoint } from '@koppel/ledger';
import { linkName, WitnessFolder, type LinkAddress, type OfferedGap, type WitnessEvidence } from '@koppel/link';

export type { OfferedGap, WitnessEvidence };

/** How far a witness went along with one log. */
export interface WitnessedLog {
  readonly origin: string;
  readonly size: number;
  /** When it last cosigned another checkpoint than before. */
  readonly at: string;
  /** The signed note. */
  readonly checkpoint: string;
  readonly gaps: number;
}

/** What a partner's own folder says of its witness, without asking anybody. */
export interface WitnessStatus {
  /** Null as long as it has no key. */
  readonly vkey: string | null;
  readonly trusted: readonly string[];
  readonly logs: readonly WitnessedLog[];
  readonly evidence: number;
  /** Gaps that wait for somebody's word. */
  readonly waiting: number;
}

/** The verifier key of the witness in a folder, made under the name of this system the first time. */
export async function witnessKey(folder: string, address?: LinkAddress): Promise<string | undefined> {
  const witness = new WitnessFolder(folder);
  const signer = await (address ? witness.signer(linkName(address)) : witness.findSigner());
  return signer && formatVerifierKey(signer.key);
}

/** Lets a witness go along with a log under this key. @throws KoppelError `config.invalid` when it is no key of a log. */
export const trustLog = (folder: string, vkey: string): Promise<boolean> => new WitnessFolder(folder).trust(vkey);

export async function readWitnessStatus(folder: string): Promise<WitnessStatus> {
  const witness = new WitnessFolder(folder);
  const states = await witness.listStates();
  return {
    vkey: (await witnessKey(folder)) ?? null,
    trusted: (await witness.trustedKeys()).map(formatVerifierKey),
    logs: states.map(({ origin, at, checkpoint, gaps }) => ({
      origin,
      size: parseCheckpoint(checkpoint)?.size ?? 0,
      at,
      checkpoint,
      gaps: gaps.length,
    })),
    evidence: (await witness.listEvidence()).length,
    waiting: (await listWaitingGaps(folder)).length,
  };
}

export const listWitnessEvidence = (folder: string): Promise<WitnessEvidence[]> =>
  new WitnessFolder(folder).listEvidence();

/** Gaps that logs recorded and nobody accepted yet. */
export async function listWaitingGaps(folder: string): Promise<OfferedGap[]> {
  return (await new WitnessFolder(folder).listGaps()).filter(({ isAccepted }) => !isAccepted);
}

/** The word of the witness's operator that a log may go on behind this entry. */
export const acceptGap = (folder: string, gap: Pick<OfferedGap, 'entry'>): Promise<void> =>
  new WitnessFolder(folder).acceptGap(gapMark(gap));
