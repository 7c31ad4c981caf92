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

const help = `npm run bench -- <benchmark> [options]

  exchange   what a governed exchange costs beside the same exchange without rules
  cases      how fast people can work when there are many cases
  gate       what the number of agreements does to a decision of the gate

Add --help to a benchmark to see its options.
`;

const benchmarks: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = { exchange, cases, gate };

async function main([name, ...args]: readonly string[]): Promise<void> {
  const benchmark = Object.hasOwn(benchmarks, name ?? '') ? benchmarks[name ?? ''] : undefined;
  if (benchmark) return benchmark(args);
  process.stdout.write(help);
  if (name !== undefined && name !== '--help') throw new Error(`There is no benchmark "${name}"`);
}

async function exchange(args: readonly string[]): Promise<void> {
  const options = readExchangeOptions(args);
  if (!options) return void process.stdout.write(exchangeHelp);
  const results = await runExchange(options, tell);
  process.stdout.write(renderTable(results));
  if (options.isJson) process.stdout.write(`${JSON.stringify(results)}\n`);
  if (!isSound(results)) process.exitCode = 1;
}

async function cases(args: readonly string[]): Promise<void> {
  const options = readCasesOptions(args);
  if (!options) return void process.stdout.write(casesHelp);
  const results = await runCases(options, tell);
  process.stdout.write(renderCasesTable(results));
  if (options.isJson) process.stdout.write(`${JSON.stringify(results)}\n`);
  if (!areCasesSound(results)) process.exitCode = 1;
}

async function gate(args: readonly string[]): Promise<void> {
  const options = readGateOptions(args);
  if (!options) return void process.stdout.write(gateHelp);
  const results = await runGate(options, tell);
  process.stdout.write(renderGateTable(results));
  if (options.isJson) process.stdout.write(`${JSON.stringify(results)}\n`);
  if (!isGateSound(results)) process.exitCode = 1;
}

const tell = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
