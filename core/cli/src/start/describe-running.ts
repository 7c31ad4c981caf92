import { homePaths, type LocalKoppel } from '@koppel/local';
import type { Context } from '../context.ts';

/** Where everything is and what to try next. */
export function describeRunning(context: Context, { hub, bus, flows, startupMs }: LocalKoppel): string {
  const bold = (words: string): string => context.paint('bold', words);
  const places = [
    ['Interface', `${hub}/v1/openapi.json`],
    ['Health', `${hub}/health/ready`],
    ['Metrics', `${hub}/metrics`],
    ['Flow', flows ? `${flows.url}/hooks/address-picture (bearer token: ${context.home}/flows/hook-token)` : 'off'],
    ['Link', bus === 'nats' ? 'nats-server' : 'in memory'],
    ['Logs', homePaths(context.home).logs],
  ];
  const commands = [
    ['npx koppel agreements list --profile police', 'what the police may ask, and of whom'],
    ['npx koppel whoami --profile police --person emp-detective', 'one of the people who work cases together'],
    ['npx koppel adapters list', 'what the partners offer'],
    ['npx koppel ledger export | npx koppel ledger verify -', 'check the whole ledger on this machine'],
    ['npx koppel doctor', 'is this machine fit for it'],
    ['npx koppel --help', 'everything else'],
    ['docs/process.md', 'one case from signal to evaluation, to type along'],
  ];
  return [
    '',
    bold(`Koppel runs (started in ${(startupMs / 1000).toFixed(1)} s). Ctrl-C stops everything.`),
    ...places.map(([name = '', place = '']) => `  ${name.padEnd(10)} ${place}`),
    '',
    bold('Try in another terminal:'),
    ...commands.map(([command = '', what = '']) => `  ${command.padEnd(58)} ${context.paint('dim', what)}`),
  ].join('\n');
}
