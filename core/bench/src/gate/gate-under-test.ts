import type { AgreementRecord, ExchangeRequest } from '@koppel/contract';
import { programOf } from '../exchange/site.ts';

/** What the gate is asked here. */
export interface Question {
  readonly oin: string;
  readonly client: string;
  readonly request: ExchangeRequest;
  readonly now: number;
  readonly asksAboutSubject: boolean;
}

/** As much of the hub's gate as is measured. */
export interface GateUnderTest {
  apply(records: readonly AgreementRecord[]): void;
  decide(question: Question): { readonly isOpen: boolean; readonly code?: string };
}

/** The hub's own gate, by path like every program that is measured: it is no part of what the hub offers to others. */
export async function createGate(): Promise<GateUnderTest> {
  const { Gate }: { Gate: new () => GateUnderTest } = await import(programOf('core/hub/src/exchange/gate.ts'));
  return new Gate();
}
