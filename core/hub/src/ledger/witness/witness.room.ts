import type { Ground } from '../../platform/ground.ts';
import type { Ledger } from '../ledger.ts';
import type { LogSigner } from '../log-signer.ts';
import { WitnessAsking } from './witness-asking.ts';
import { WitnessRounds } from './witness-rounds.ts';
import { WitnessWatch } from './witness-watch.ts';
import { WitnessStore } from './witness.store.ts';
import { Witnesses, type WitnessRules } from './witnesses.ts';

const defaults: WitnessRules = { required: 0, everyMs: 5000, alarmAfterMs: 60_000 };

/** A part of the ledger's room: its witnesses, and the watch that keeps asking them. */
export interface WitnessDesk {
  readonly witnesses: Witnesses;
  readonly watch: WitnessWatch;
  readonly everyMs: number;
}

export async function openWitnessDesk(ground: Ground, ledger: Ledger, signer: LogSigner): Promise<WitnessDesk> {
  const { config, call, log, metrics } = ground;
  const rules = { ...defaults, ...config.witnesses };
  const store = new WitnessStore(await ground.database('app'));
  const witnesses = new Witnesses({ ledger, store, signer, call, rules });
  const countRefusal = (reason: string): void => metrics.witnessRefusals.inc({ reason });
  const asking = new WitnessAsking({ ledger, store, signer, call });
  const rounds = new WitnessRounds({ asking, store, log, countRefusal });
  // Half the time, so that a round which begins a little early does not find everybody asked just now.
  const ask = (): Promise<void> => rounds.run(rules.everyMs / 2);
  const watch = new WitnessWatch({ ask, standing: () => witnesses.standing(), metrics, log });
  return { witnesses, watch, everyMs: rules.everyMs };
}
