import type { Log } from '@koppel/contract';
import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerWriterStore } from './ledger-writer.store.ts';
import type { SharedLog } from './shared-log.ts';
import type { WitnessDesk } from './witness/witness.room.ts';

const checkpointEveryMs = 1000;
const chooseEveryMs = 1000;

interface LedgerServiceParts {
  readonly ledger: Ledger;
  readonly shared: SharedLog;
  readonly writer: LedgerWriterStore;
  readonly desk: WitnessDesk;
  readonly log: Log;
}

/** The ledger as a room. */
export function createLedgerService({ ledger, shared, writer, desk, log }: LedgerServiceParts): ServiceSchema {
  const timers: NodeJS.Timeout[] = [];
  const sign = (): void => {
    ledger.checkpoint().catch(() => log.warn({}, 'no checkpoint could be signed'));
  };
  return {
    name: 'ledger',
    actions: {
      append: ({ params }: Context<ParamsOf<'ledger.append'>>) => ledger.append(params.entries),
      write: ({ params }: Context<ParamsOf<'ledger.write'>>) => shared.receive(params.entries),
      head: async () => (await writer.readHead()).size,
      findExchange: ({ params }: Context<ParamsOf<'ledger.findExchange'>>) => ledger.findExchange(params.exchange),
      digestsOf: ({ params }: Context<ParamsOf<'ledger.digestsOf'>>) => ledger.digestsOf(params),
      checkpoint: async () => (await ledger.checkpoint()).note,
      proof: ({ params }: Context<ParamsOf<'ledger.proof'>>) => ledger.proof(params.index, params.size),
      consistency: ({ params }: Context<ParamsOf<'ledger.consistency'>>) => ledger.consistency(params.from, params.to),
      exportStart: ({ params }: Context<ParamsOf<'ledger.exportStart'>>) => ledger.exportStart(params.from),
      exportPage: ({ params }: Context<ParamsOf<'ledger.exportPage'>>) => ledger.exportPage(params.from, params.to),
      disclosures: ({ params }: Context<ParamsOf<'ledger.disclosures'>>) => ledger.lookUp(params),
      exchanges: ({ params }: Context<ParamsOf<'ledger.exchanges'>>) => ledger.exchanges(params),
      indexAt: ({ params }: Context<ParamsOf<'ledger.indexAt'>>) => ledger.indexAt(params),
      ...witnessActions(desk),
    },
    started: async () => {
      timers.push(
        setInterval(sign, checkpointEveryMs),
        setInterval(() => void shared.choose(), chooseEveryMs),
        setInterval(() => void desk.watch.round(), desk.everyMs),
      );
    },
    stopped: async () => {
      for (const timer of timers) clearInterval(timer);
      await shared.close();
    },
  };
}

const witnessActions = ({ witnesses }: WitnessDesk): ServiceSchema['actions'] => ({
  witnesses: () => witnesses.standing(),
  addWitness: ({ params }: Context<ParamsOf<'ledger.addWitness'>>) => witnesses.add(params),
  withdrawWitness: ({ params }: Context<ParamsOf<'ledger.withdrawWitness'>>) => witnesses.withdraw(params),
  recordGap: ({ params }: Context<ParamsOf<'ledger.recordGap'>>) => witnesses.recordGap(params),
});
