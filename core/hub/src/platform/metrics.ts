import { durationBuckets } from '@koppel/link';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const exchangeMetrics = (registers: Registry[]) => ({
  exchanges: new Counter({
    name: 'koppel_exchanges_total',
    help: 'Exchanges by operation and outcome (released, matched, refused, failed)',
    labelNames: ['operation', 'outcome'] as const,
    registers,
  }),
  refusals: new Counter({
    name: 'koppel_exchange_refusals_total',
    help: 'Exchanges that did not release anything, by reason code',
    labelNames: ['code'] as const,
    registers,
  }),
  exchangeSeconds: new Histogram({
    name: 'koppel_exchange_duration_seconds',
    help: 'Time from accepted request to answer, by outcome',
    labelNames: ['outcome'] as const,
    buckets: durationBuckets,
    registers,
  }),
  /** Called by the room that holds a gate; the age is read when somebody asks. */
  watchGateLease: (ageMs: () => number) =>
    new Gauge({
      name: 'koppel_gate_lease_age_seconds',
      help: "Age of this node's view of the agreements; above 2 it refuses",
      registers,
      collect() {
        this.set(ageMs() / 1000);
      },
    }),
});

const linkMetrics = (registers: Registry[]) => ({
  linkSeconds: new Histogram({
    name: 'koppel_link_round_trip_seconds',
    help: "Time between the question on the link and the adapter's answer",
    buckets: durationBuckets,
    registers,
  }),
  adaptersUp: new Gauge({ name: 'koppel_adapters_up', help: 'Adapters that answer', registers }),
  adaptersKnown: new Gauge({ name: 'koppel_adapters_known', help: 'Adapters that ever registered', registers }),
  linkCuts: new Counter({
    name: 'koppel_link_disconnects_total',
    help: 'Times that this node lost its connection to the message server',
    registers,
  }),
  credentialExpiry: new Gauge({
    name: 'koppel_credential_expires_timestamp_seconds',
    help: 'When a credential of this node for the message server ends; absent for one that does not end',
    labelNames: ['credential'] as const,
    registers,
  }),
});

const ledgerMetrics = (registers: Registry[]) => ({
  ledgerBatch: new Histogram({
    name: 'koppel_ledger_batch_entries',
    help: 'Entries committed together',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
    registers,
  }),
  ledgerLag: new Histogram({
    name: 'koppel_ledger_lag_seconds',
    help: 'Time from an entry being offered to its commit',
    buckets: durationBuckets,
    registers,
  }),
  ledgerSize: new Gauge({
    name: 'koppel_ledger_entries',
    help: 'Entries in the ledger as this node last saw it',
    registers,
  }),
  ledgerFailures: new Counter({
    name: 'koppel_ledger_append_failures_total',
    help: 'Batches of entries that could not be committed; what they were for did not move',
    registers,
  }),
  /** Called with the age of the last checkpoint that this node signed. */
  watchCheckpoint: (ageMs: () => number) =>
    new Gauge({
      name: 'koppel_ledger_checkpoint_age_seconds',
      help: 'Time since this node signed a checkpoint, or since its start',
      registers,
      collect() {
        this.set(ageMs() / 1000);
      },
    }),
});

const witnessMetrics = (registers: Registry[]) => ({
  witnessLag: new Gauge({
    name: 'koppel_witness_lag_seconds',
    help: 'Time since a witness last cosigned the ledger, or since it was added',
    labelNames: ['witness'] as const,
    registers,
  }),
  witnessRefusals: new Counter({
    name: 'koppel_witness_refusals_total',
    help: 'Checkpoints that a witness did not cosign, by reason',
    labelNames: ['reason'] as const,
    registers,
  }),
  witnessesSigned: new Gauge({
    name: 'koppel_witnesses_signed',
    help: 'Witnesses that cosigned the ledger lately',
    registers,
  }),
  witnessesRequired: new Gauge({
    name: 'koppel_witnesses_required',
    help: 'Witnesses that must have cosigned lately',
    registers,
  }),
  witnessesRefusing: new Gauge({
    name: 'koppel_witnesses_refusing',
    help: 'Witnesses whose last word was a refusal; a restart does not forget it',
    registers,
  }),
});

const doorMetrics = (registers: Registry[]) => ({
  turnedAway: new Counter({
    name: 'koppel_requests_turned_away_total',
    help: 'Requests that were told to come back because the node works on as many as it may',
    registers,
  }),
  securityEvents: new Counter({
    name: 'koppel_security_events_total',
    help: 'Tokens given and refused, and requests refused before they were an exchange, by reason code',
    labelNames: ['event', 'code'] as const,
    registers,
  }),
});

const houseMetrics = (registers: Registry[]) => ({
  /** Called with what readiness would answer now. */
  watchReadiness: (look: () => Promise<Readonly<Record<string, boolean>>>) =>
    new Gauge({
      name: 'koppel_ready',
      help: 'Whether a thing that this node needs works, as readiness tells it',
      labelNames: ['check'] as const,
      registers,
      async collect() {
        for (const [check, isUp] of Object.entries(await look())) this.set({ check }, isUp ? 1 : 0);
      },
    }),
  /** Called with the connections of each pool, by the role of its login. */
  watchPools: (count: () => readonly PoolCount[]) =>
    new Gauge({
      name: 'koppel_database_connections',
      help: 'Connections to PostgreSQL by role (busy, idle, and waiting for one), and how many there may be',
      labelNames: ['role', 'state'] as const,
      registers,
      collect() {
        for (const { role, ...states } of count()) {
          for (const [state, number] of Object.entries(states)) this.set({ role, state }, number);
        }
      },
    }),
  dutyDone: new Counter({
    name: 'koppel_duty_done_total',
    help: 'What the rounds of the house found to do, by duty',
    labelNames: ['duty'] as const,
    registers,
  }),
  dutyAt: new Gauge({
    name: 'koppel_duty_timestamp_seconds',
    help: 'When a duty of the rounds was last performed on this node',
    labelNames: ['duty'] as const,
    registers,
  }),
});

/** How many connections one pool holds, and how many ask for one in vain. */
export interface PoolCount {
  readonly role: string;
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
  readonly most: number;
}

/** Everything the hub measures. Labels are bounded and never identify a person, an organisation's employee or a case. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    ...exchangeMetrics(registers),
    ...linkMetrics(registers),
    ...ledgerMetrics(registers),
    ...witnessMetrics(registers),
    ...doorMetrics(registers),
    ...houseMetrics(registers),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
