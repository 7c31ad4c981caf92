import type { Log } from '@koppel/contract';
import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { Ledger } from './ledger.ts';

const checkpointEveryMs = 1000;

/** The ledger as a room. */
export function createLedgerService(ledger: Ledger, log: Log): ServiceSchema {
  let timer: NodeJS.Timeout | undefined;
  const sign = (): void => {
    ledger.checkpoint().catch(() => log.warn({}, 'no checkpoint could be signed'));
  };
  return {
    name: 'ledger',
    actions: {
      append: ({ params }: Context<ParamsOf<'ledger.append'>>) => ledger.append(params.entries),
      findExchange: ({ params }: Context<ParamsOf<'ledger.findExchange'>>) => ledger.findExchange(params.exchange),
      digestsOf: ({ params }: Context<ParamsOf<'ledger.digestsOf'>>) => ledger.digestsOf(params),
      checkpoint: async () => (await ledger.checkpoint()).note,
      proof: ({ params }: Context<ParamsOf<'ledger.proof'>>) => ledger.proof(params.index, params.size),
      consistency: ({ params }: Context<ParamsOf<'ledger.consistency'>>) => ledger.consistency(params.from, params.to),
      exportStart: ({ params }: Context<ParamsOf<'ledger.exportStart'>>) => ledger.exportStart(params.from),
      exportPage: ({ params }: Context<ParamsOf<'ledger.exportPage'>>) => ledger.exportPage(params.from, params.to),
      disclosures: ({ params }: Context<ParamsOf<'ledger.disclosures'>>) =>
        ledger.disclosures(params.caller, params.subject),
    },
    started: async () => {
      timer = setInterval(sign, checkpointEveryMs);
    },
    stopped: async () => clearInterval(timer),
  };
}
