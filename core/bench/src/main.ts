import { exchangeHelp, readExchangeOptions } from './exchange/options.ts';
import { isSound } from './exchange/results.ts';
import { runExchange } from './exchange/run-exchange.ts';
import { renderTable } from './exchange/table.ts';

const help = `npm run bench -- <benchmark> [options]

  exchange   what a governed exchange costs beside the same exchange without rules

Add --help to a benchmark to see its options.
`;

async function main([benchmark, ...args]: readonly string[]): Promise<void> {
  if (benchmark !== 'exchange') {
    process.stdout.write(help);
    if (benchmark !== undefined && benchmark !== '--help') throw new Error(`There is no benchmark "${benchmark}"`);
    return;
  }
  const options = readExchangeOptions(args);
  if (!options) return void process.stdout.write(exchangeHelp);
  const results = await runExchange(options, (sentence) => process.stderr.write(`${sentence}\n`));
  process.stdout.write(renderTable(results));
  if (options.isJson) process.stdout.write(`${JSON.stringify(results)}\n`);
  if (!isSound(results)) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
