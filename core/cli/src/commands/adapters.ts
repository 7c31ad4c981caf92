import type { RunAdapterOptions } from '../actions/run-adapter.ts';
import { withExamples, type CommandGroup } from '../command.ts';
import { formatTable } from '../table.ts';

interface Adapters {
  readonly adapters: readonly {
    readonly oin: string;
    readonly client: string;
    readonly version: string;
    readonly state: string;
    readonly operations: readonly string[];
    readonly lastSeenAt: string | null;
  }[];
}

export const addAdapterCommands: CommandGroup = (program, context) => {
  const adapters = withExamples(
    program.command('adapters').description('what connects partner systems'),
    'adapters list',
  );

  const list = adapters
    .command('list')
    .description('list the adapters, whether they are up, and what they offer')
    .action(async () => {
      const answer = await (await context.hub()).get<Adapters>('/v1/adapters');
      const rows = answer.adapters.map((one) => [
        one.oin,
        one.client,
        one.version,
        one.state,
        one.operations.join(' '),
      ]);
      context.print(answer, () => formatTable(['OIN', 'CLIENT', 'VERSION', 'STATE', 'OPERATIONS'], rows));
    });
  withExamples(list, 'adapters list', 'adapters list --json');

  const run = adapters
    .command('run <package>')
    .description('run an adapter here until it is stopped; it reconnects by itself')
    .requiredOption('--link <url>', 'the message server of the link')
    .requiredOption('--credentials <file>', 'what "koppel link grant" issued')
    .requiredOption('--config <file>', 'its own settings as JSON')
    .option('--secrets <directory>', 'one file per secret that its manifest names')
    .action(async (name: string, options: RunAdapterOptions) =>
      (await import('../actions/run-adapter.ts')).runAdapter(context, name, options),
    );
  withExamples(
    run,
    'adapters run @koppel/adapter-municipality --link nats://127.0.0.1:4222 --credentials municipality.creds --config municipality.json',
  );
};
