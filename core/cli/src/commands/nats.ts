import { resolve } from 'node:path';
import { withExamples, type CommandGroup } from '../command.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';

interface ConfigOptions {
  readonly cluster: string;
  readonly leaf?: string;
  readonly oin?: string;
  readonly organisations?: string;
  readonly tls: string;
  readonly state: string;
  readonly out: string;
}

const host = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

export const addNatsCommands: CommandGroup = (program, context) => {
  const nats = withExamples(
    program.command('nats').description('message servers in production; works where the keys of the link are kept'),
    'nats config --cluster nats-1.hub.example,nats-2.hub.example,nats-3.hub.example --out nats',
  );
  const config = nats
    .command('config')
    .description('write the configuration of a cluster, or of one leaf node of it')
    .requiredOption('--cluster <hosts>', 'its servers, separated by commas, as their certificates name them')
    .requiredOption('--out <directory>', 'where to write; a folder per server, and one for the hub')
    .option('--leaf <name>', 'a leaf node instead: letters, digits and dashes')
    .option('--oin <oin>', 'the organisation that runs the leaf node')
    .option('--organisations <oins>', 'whose clients connect to the leaf node, separated by commas')
    .option('--tls <directory>', 'at each server: tls.crt, tls.key, ca.crt', '/etc/nats/tls')
    .option('--state <directory>', 'at each server: a directory that it may write', '/var/lib/nats')
    .action((options: ConfigOptions) => writeConfig(context, options));
  withExamples(
    config,
    'nats config --cluster nats-1.hub.example,nats-2.hub.example,nats-3.hub.example --out nats',
    'nats config --cluster nats-1.hub.example --leaf north --oin 00000009999000000001 --organisations 00000009999000000009 --out nats',
  );
};

async function writeConfig(context: Context, options: ConfigOptions): Promise<void> {
  const { tls, state } = options;
  const cluster = options.cluster.split(',');
  const wrong = cluster.find((name) => !host.test(name));
  if (wrong !== undefined) throw new UsageError(`"${wrong}" is no host name.`);
  const leaf = leafOf(options);
  const { writeNatsConfig } = await import('@koppel/local');
  const request = { cluster, tls, state, out: resolve(options.out), ...(leaf ? { leaf } : {}) };
  const files = await writeNatsConfig(context.home, request);
  context.print({ files }, () => `Each of these is a secret of one server:\n${files.join('\n')}`);
}

function leafOf({ leaf: name, oin, organisations }: ConfigOptions) {
  if (name === undefined) return undefined;
  if (oin === undefined || organisations === undefined) {
    throw new UsageError('A leaf node needs --oin, who runs it, and --organisations, whose clients connect to it.');
  }
  return { name, oin, organisations: organisations.split(',') };
}
