import { parentPort } from 'node:worker_threads';
import {
  AgreementDraft,
  checkAgreementDraft,
  checkManifest,
  compileSchema,
  KoppelError,
  parseJson,
  type Fault,
} from '@koppel/contract';
import { checkModel } from '@koppel/process';
import { findResidents } from '../fixtures.ts';

/** Judges texts from outside the way the hub does, in a thread of its own that a bound on memory can end. */
export type Judged = 'manifest' | 'model' | 'agreement';

export interface Verdict {
  /** The code of the refusal, or `let in`. */
  readonly outcome: string;
  readonly ms: number;
}

const agreements = compileSchema(AgreementDraft);

function faultsOfAgreement(value: unknown): Fault[] {
  const faults = agreements.faultsOf(value);
  return faults.length > 0 ? faults : checkAgreementDraft(value as AgreementDraft, findResidents);
}

const refuseFaults = (code: 'model.invalid' | 'request.invalid', faults: readonly Fault[]): void => {
  if (faults.length > 0) throw new KoppelError(code, undefined, { details: { faults } });
};

const judges: Readonly<Record<Judged, (value: unknown) => void>> = {
  manifest: checkAndUse,
  model: (value) => refuseFaults('model.invalid', checkModel(value)),
  agreement: (value) => refuseFaults('request.invalid', faultsOfAgreement(value)),
};

/** What is let in is also run, over a text that makes a backtracking engine despair. */
function checkAndUse(value: unknown): void {
  for (const { reply } of checkManifest(value).operations) {
    const { isValid } = compileSchema(reply);
    for (const piece of ['a', 'a!', '1', ' ', 'aA0', '/a']) isValid({ name: `${piece.repeat(100_000)}!` });
  }
}

function judge(kind: Judged, text: string): Verdict {
  const start = performance.now();
  const outcome = attempt(() => judges[kind](parseJson(text)));
  return { outcome, ms: performance.now() - start };
}

function attempt(work: () => void): string {
  try {
    work();
    return 'let in';
  } catch (error) {
    return error instanceof KoppelError ? error.code : `${String(error)}`;
  }
}

parentPort?.on('message', ({ kind, text }: { kind: Judged; text: string }) => {
  parentPort?.postMessage(judge(kind, text));
});
