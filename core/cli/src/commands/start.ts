import type { StartOptions } from '../actions/run-local.ts';
import { withExamples, type CommandGroup } from '../command.ts';
import { defaultPort } from '../default-port.ts';

export const addStartCommand: CommandGroup = (program, context) => {
  const start = program
    .command('start')
    .description('run everything on this machine, and show what it does')
    .option('--port <number>', 'where the hub listens on this machine; 0 takes a free port', String(defaultPort))
    .option('--link <kind>', 'nats, or memory to do without a message server', 'nats')
    .option('--once', 'stop after the demonstration')
    .option('--no-demo', 'start without the demonstration')
    .action(async (options: StartOptions) => (await import('../actions/run-local.ts')).runLocal(context, options));
  withExamples(start, 'start', 'start --once --json', 'start --port 8080 --no-demo');
};
