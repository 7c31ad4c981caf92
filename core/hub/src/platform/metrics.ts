import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

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
    buckets: seconds,
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
    buckets: seconds,
    registers,
  }),
  adaptersUp: new Gauge({ name: 'koppel_adapters_up', help: 'Adapters that answer', registers }),
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
    buckets: seconds,
    registers,
  }),
  ledgerSize: new Gauge({
    name: 'koppel_ledger_entries',
    help: 'Entries in the ledger as this node last saw it',
    registers,
  }),
});

/** Everything the hub measures. Labels are bounded and never identify a person, an organisation's employee or a case. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return { registry, ...exchangeMetrics(registers), ...linkMetrics(registers), ...ledgerMetrics(registers) };
}

export type Metrics = ReturnType<typeof createMetrics>;
