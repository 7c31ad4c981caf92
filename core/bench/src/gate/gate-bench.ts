import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AgreementRecord } from '@koppel/contract';
import { askedAt, client, recordOf, requestUnder, stranger, type SetSize } from './agreement-set.ts';
import { createGate, type GateUnderTest, type Question } from './gate-under-test.ts';

/** A question, and the reason of the refusal that it must get; undefined when it must be let through. */
interface Ask {
  readonly question: Question;
  readonly refusal: string | undefined;
}

/** Decisions in one round. */
export interface GateRound {
  readonly perSecond: number;
  /** Processor time of one decision, in nanoseconds. */
  readonly cpuNs: number;
  readonly wrong: number;
}

/** Apart from each other in the set, so that one question finds nothing that the one before brought into the processor's cache. */
const questionsAsked = 4096;
/** One in so many is asked by somebody who has no part in the agreement. */
const strangerEvery = 8;

/** A gate that holds a set of agreements, and what is asked of it. */
export class GateBench {
  readonly bytesPerAgreement: number;
  readonly #gate: GateUnderTest;
  readonly #size: SetSize;
  readonly #asks: readonly Ask[];

  private constructor(gate: GateUnderTest, size: SetSize, bytesPerAgreement: number) {
    this.#gate = gate;
    this.#size = size;
    this.#asks = asksOf(size);
    this.bytesPerAgreement = bytesPerAgreement;
  }

  static async fill(size: SetSize): Promise<GateBench> {
    const gate = await createGate();
    const before = usedBytes();
    for (let number = 0; number < size.agreements; number += 1) gate.apply([recordOf(number, size)]);
    return new GateBench(gate, size, (usedBytes() - before) / size.agreements);
  }

  decide(decisions: number): GateRound {
    let wrong = 0;
    const cpuBefore = process.cpuUsage();
    const before = performance.now();
    for (let number = 0; number < decisions; number += 1) {
      const ask = this.#asks[number % this.#asks.length];
      if (ask && !this.#isRight(ask)) wrong += 1;
    }
    const seconds = (performance.now() - before) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    return { perSecond: decisions / seconds, cpuNs: ((user + system) * 1000) / decisions, wrong };
  }

  /** Milliseconds until a suspension and then the return of one agreement are what the gate decides by, the longer of both. */
  change(number: number): { readonly ms: number; readonly wrong: number } {
    const record = recordOf(number % this.#size.agreements, this.#size);
    const question = questionOf(record, record.agreement.requester);
    const [suspended, resumed] = [
      this.#apply({ ...record, status: 'suspended' }, { question, refusal: 'agreement.suspended' }),
      this.#apply(record, { question, refusal: undefined }),
    ];
    return { ms: Math.max(suspended.ms, resumed.ms), wrong: suspended.wrong + resumed.wrong };
  }

  #apply(record: AgreementRecord, ask: Ask): { readonly ms: number; readonly wrong: number } {
    const before = performance.now();
    this.#gate.apply([record]);
    const isRight = this.#isRight(ask);
    return { ms: performance.now() - before, wrong: isRight ? 0 : 1 };
  }

  #isRight({ question, refusal }: Ask): boolean {
    const { isOpen, code } = this.#gate.decide(question);
    return isOpen === (refusal === undefined) && code === refusal;
  }
}

function asksOf(size: SetSize): Ask[] {
  return Array.from({ length: questionsAsked }, (_, place) => {
    const record = recordOf(Math.floor((place * size.agreements) / questionsAsked), size);
    const isStranger = place % strangerEvery === 0;
    const question = questionOf(record, isStranger ? stranger : record.agreement.requester);
    return { question, refusal: isStranger ? 'agreement.not-found' : undefined };
  });
}

const questionOf = (record: AgreementRecord, oin: string): Question => ({
  oin,
  client,
  request: requestUnder(record),
  now: askedAt,
  asksAboutSubject: true,
});

/** What is still in use after everything unused was collected. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
