import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { seedPermits } from './permits/seed-permits.ts';
import { createPopulation } from './population/population.ts';
import { wholeNumber } from './source/whole-number.ts';

const usage = `permits: loads the synthetic premises and permits into the municipality's own PostgreSQL database

Flags:
  --seed <number>          seed of the population; default 1
  --households <number>    inhabited addresses besides the story; default 400
  --help                   this text

Environment:
  PERMITS_DATABASE_URL     connection of a role that owns the database and may create roles
  PERMITS_READER_ROLE      role that gets read access; default "permits_reader"
  PERMITS_READER_PASSWORD  its password`;

await main().catch((error: unknown) => {
  console.error(`permits: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      households: { type: 'string', default: '400' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const population = createPopulation({
    seed: wholeNumber('--seed', values.seed),
    households: wholeNumber('--households', values.households),
  });
  const client = new Client({ connectionString: required('PERMITS_DATABASE_URL') });
  await client.connect();
  try {
    await seedPermits(client, {
      population,
      readerRole: process.env['PERMITS_READER_ROLE'] ?? 'permits_reader',
      readerPassword: required('PERMITS_READER_PASSWORD'),
    });
  } finally {
    await client.end();
  }
  console.log(
    JSON.stringify({ ready: true, premises: population.premises.length, permits: population.permits.length }),
  );
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`set ${variable}`);
  return value;
}
