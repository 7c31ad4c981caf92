import type { Command } from 'commander';
import { collect, withExamples, type CommandGroup } from '../command.ts';
import type { WitnessOptions } from '../actions/witness.ts';

const dirOption = ['--dir <folder>', 'the folder of the witness (default: KOPPEL_WITNESS_DIR)'] as const;
const actions = () => import('../actions/witness.ts');

const addKey: CommandGroup = (witness, context) => {
  const key = witness
    .command('key')
    .description('print the verifier key of the witness, for the operator of the hub')
    .option(...dirOption)
    .option('--as <oin/client>', 'make a key under the name of this system when there is none')
    .action(async (options: WitnessOptions & { as?: string }) => (await actions()).showWitnessKey(context, options));
  withExamples(key, 'witness key --dir witness --as 00000009999000000009/registry');
};

const addTrust: CommandGroup = (witness, context) => {
  const trust = witness
    .command('trust <vkey>')
    .description('go along with the log of this key; take it from somebody you trust, not from the hub alone')
    .option(...dirOption)
    .action(async (vkey: string, options: WitnessOptions) => (await actions()).trustKey(context, vkey, options));
  withExamples(trust, "witness trust 'koppel.example/hub+1a2b3c4d+AQ…' --dir witness");
};

const addStatus: CommandGroup = (witness, context) => {
  const status = witness
    .command('status')
    .description('what this witness vouches for, and what waits for you; reads its folder and asks nobody')
    .option(...dirOption)
    .action(async (options: WitnessOptions) => (await actions()).showWitnessStatus(context, options));
  withExamples(status, 'witness status --dir witness');
};

const addEvidence: CommandGroup = (witness, context) => {
  const evidence = witness
    .command('evidence')
    .description('the checkpoints with which a log contradicted itself, as it signed them')
    .option(...dirOption)
    .action(async (options: WitnessOptions) => (await actions()).showEvidence(context, options));
  withExamples(evidence, 'witness evidence --dir witness', 'witness evidence --dir witness --json > evidence.json');
};

const addAcceptGap: CommandGroup = (witness, context) => {
  const accept = witness
    .command('accept-gap')
    .description('let a log go on that recorded what it lost; the gap stays in the log and in this folder')
    .option(...dirOption)
    .action(async (options: WitnessOptions) => (await actions()).acceptWaitingGaps(context, options));
  withExamples(accept, 'witness accept-gap --dir witness');
};

/** At the partner: its own witness of the hub's log. */
export const addWitnessCommands: CommandGroup = (program, context) => {
  const witness = withExamples(
    program.command('witness').description("a partner's own witness of the log; works on its folder, without the hub"),
    'witness status --dir witness',
  );
  for (const add of [addKey, addTrust, addStatus, addEvidence, addAcceptGap]) add(witness, context);
};

/** At the operator: who witnesses the ledger of the hub. */
export const addLedgerWitnesses: CommandGroup = (ledger, context) => {
  const ledgerActions = () => import('../actions/ledger-witnesses.ts');
  const list = ledger
    .command('witnesses')
    .description('who countersigns the log, how far each went along, and what it refused')
    .action(async () => (await ledgerActions()).listWitnesses(context));
  withExamples(list, 'ledger witnesses');
  const add = ledger
    .command('add-witness <oin> <client>')
    .description('ask a system of a partner to countersign from now on')
    .requiredOption('--key <vkey>', 'its verifier key, from "koppel witness key" at the partner')
    .action(async (oin: string, client: string, { key }: { key: string }) =>
      (await ledgerActions()).addWitness(context, { oin, client, vkey: key }),
    );
  withExamples(
    add,
    "ledger add-witness 00000009999000000009 registry --key '00000009999000000009-registry+5e6f7a8b+BA…'",
  );
  const withdraw = ledger
    .command('withdraw-witness <oin> <client>')
    .description('ask a witness no more; the log keeps that it was one')
    .action(async (oin: string, client: string) => (await ledgerActions()).withdrawWitness(context, { oin, client }));
  withExamples(withdraw, 'ledger withdraw-witness 00000009999000000009 registry --yes');
};

/** The only way on for a log that lost entries. */
export const addRecordGap: CommandGroup = (ledger, context) => {
  const record: Command = ledger
    .command('record-gap')
    .description('record in the log that it lost entries which witnesses countersigned')
    .requiredOption('--from <size>', 'how many entries the log had when it was restored')
    .option('--reason <code>', 'backup-restored, storage-lost or history-rewritten', 'backup-restored')
    .action(async (options: { from: string; reason: string }) =>
      (await import('../actions/ledger-witnesses.ts')).recordGap(context, options),
    );
  withExamples(record, 'ledger record-gap --from 5120');
};

/** Options of "ledger verify" about witnesses. */
export const withWitnessOptions = (verify: Command): Command =>
  verify
    .option('--witness <vkey>', 'the verifier key of a witness that you trust; may be given several times', collect)
    .option('--quorum <n>', 'how many of them must have countersigned; all unless said otherwise');
