import { casesHelp, readCasesOptions } from './cases/options.ts';
import { isSound as areCasesSound } from './cases/results.ts';
import { runCases } from './cases/run-cases.ts';
import { renderCasesTable } from './cases/table.ts';
import { exchangeHelp, readExchangeOptions } from './exchange/options.ts';
import { isSound } from './exchange/results.ts';
import { runExchange } from './exchange/run-exchange.ts';
import { renderTable } from './exchange/table.ts';
import { gateHelp, readGateOptions } from './gate/options.ts';
import { isSound as isGateSound } from './gate/results.ts';
import { runGate } from './gate/run-gate.ts';
import { renderGateTable } from './gate/table.ts';
import { ledgerHelp, readLedgerOptions } from './ledger/options.ts';
import { isSound as isLedgerSound } from './ledger/results.ts';
import { runLedger } from './ledger/run-ledger.ts';
import { renderLedgerTable } from './ledger/table.ts';
import { linksHelp, readLinksOptions } from './links/options.ts';
import { isSound as areLinksSound, renderLinksTable } from './links/results.ts';
import { runLinks } from './links/run-links.ts';
import { nodesHelp, readNodesOptions } from './nodes/options.ts';
import { isSound as areNodesSound, renderNodesTable } from './nodes/results.ts';
import { runNodes } from './nodes/run-nodes.ts';
import { overloadHelp, readOverloadOptions } from './overload/options.ts';
import { isSound as isOverloadSound, renderOverloadTable } from './overload/results.ts';
import { runOverload } from './overload/run-overload.ts';

const help = `npm run bench -- <benchmark> [options]

  exchange   what a governed exchange costs beside the same exchange without rules
  cases      how fast people can work when there are many cases
  gate       what the number of agreements does to a decision of the gate
  links      what partners cost that are connected, and how fast the hub knows who came and went
  nodes      what it costs to share the work among nodes of the hub
  overload   what becomes of everybody when more ask than the hub can answer
  ledger     how fast the ledger takes entries and proves them, and what they take on disk

Add --help to a benchmark to see its options.
`;

type Tell = (sentence: string) => void;

/** What a benchmark is made of; all of them are run, shown and judged alike. */
interface Benchmark<Options extends { readonly isJson: boolean }, Results> {
  readonly help: string;
  /** Undefined when help was asked for. */
  readonly read: (args: readonly string[]) => Options | undefined;
  readonly run: (options: Options, tell: Tell) => Promise<Results>;
  readonly render: (results: Results) => string;
  readonly isSound: (results: Results) => boolean;
}

const runnable =
  <Options extends { readonly isJson: boolean }, Results>(benchmark: Benchmark<Options, Results>) =>
  async (args: readonly string[]): Promise<void> => {
    const options = benchmark.read(args);
    if (!options) return void process.stdout.write(benchmark.help);
    const results = await benchmark.run(options, tell);
    process.stdout.write(benchmark.render(results));
    if (options.isJson) process.stdout.write(`${JSON.stringify(results)}\n`);
    if (!benchmark.isSound(results)) process.exitCode = 1;
  };

const tell: Tell = (sentence) => void process.stderr.write(`${sentence}\n`);

const benchmarks: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  exchange: runnable({ help: exchangeHelp, read: readExchangeOptions, run: runExchange, render: renderTable, isSound }),
  cases: runnable({
    help: casesHelp,
    read: readCasesOptions,
    run: runCases,
    render: renderCasesTable,
    isSound: areCasesSound,
  }),
  gate: runnable({
    help: gateHelp,
    read: readGateOptions,
    run: runGate,
    render: renderGateTable,
    isSound: isGateSound,
  }),
  links: runnable({
    help: linksHelp,
    read: readLinksOptions,
    run: runLinks,
    render: renderLinksTable,
    isSound: areLinksSound,
  }),
  nodes: runnable({
    help: nodesHelp,
    read: readNodesOptions,
    run: runNodes,
    render: renderNodesTable,
    isSound: areNodesSound,
  }),
  overload: runnable({
    help: overloadHelp,
    read: readOverloadOptions,
    run: runOverload,
    render: renderOverloadTable,
    isSound: isOverloadSound,
  }),
  ledger: runnable({
    help: ledgerHelp,
    read: readLedgerOptions,
    run: runLedger,
    render: renderLedgerTable,
    isSound: isLedgerSound,
  }),
};

async function main([name, ...args]: readonly string[]): Promise<void> {
  const benchmark = Object.hasOwn(benchmarks, name ?? '') ? benchmarks[name ?? ''] : undefined;
  if (benchmark) return benchmark(args);
  process.stdout.write(help);
  if (name !== undefined && name !== '--help') throw new Error(`There is no benchmark "${name}"`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
