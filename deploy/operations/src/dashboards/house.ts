import type { Dashboard } from './dashboard.ts';

/** What an operator looks after: the ledger and its witnesses, the nodes, and what they stand on. */
export const houseDashboard: Dashboard = {
  uid: 'koppel-house',
  title: 'Koppel: ledger and nodes',
  panels: [
    {
      title: 'Ready',
      description: 'One for each thing that a node needs and has.',
      unit: 'short',
      queries: [{ expr: 'koppel_ready', legend: '{{instance}} {{check}}' }],
    },
    {
      title: 'Entries',
      description: 'Added to the ledger per second; failures are batches that could not be committed.',
      unit: 'short',
      queries: [
        { expr: 'sum(rate(koppel_ledger_batch_entries_sum[5m]))', legend: 'entries' },
        { expr: 'sum(rate(koppel_ledger_append_failures_total[5m]))', legend: 'failures' },
      ],
    },
    {
      title: 'Time to commit',
      description: 'What every exchange waits for, twice.',
      unit: 's',
      queries: [
        {
          expr: 'histogram_quantile(0.99, sum by (le, instance) (rate(koppel_ledger_lag_seconds_bucket[5m])))',
          legend: '99 of 100 at {{instance}}',
        },
      ],
    },
    {
      title: 'Witnesses',
      description: 'Signed should be at or above required, refusing always zero.',
      unit: 'short',
      queries: [
        { expr: 'min(koppel_witnesses_signed)', legend: 'signed' },
        { expr: 'max(koppel_witnesses_required)', legend: 'required' },
        { expr: 'max(koppel_witnesses_refusing)', legend: 'refusing' },
        { expr: 'sum by (reason) (increase(koppel_witness_refusals_total[1h]))', legend: 'not signed: {{reason}}' },
      ],
    },
    {
      title: 'Lag of witnesses and checkpoints',
      description: 'A checkpoint may be old while nothing is exchanged.',
      unit: 's',
      queries: [
        { expr: 'koppel_witness_lag_seconds', legend: '{{witness}}' },
        { expr: 'min(koppel_ledger_checkpoint_age_seconds)', legend: 'checkpoint' },
      ],
    },
    {
      title: 'Connections to PostgreSQL',
      description: 'Waiting should be zero.',
      unit: 'short',
      queries: [
        {
          expr: 'sum by (role, state) (koppel_database_connections{state=~"busy|waiting"})',
          legend: '{{role}} {{state}}',
        },
      ],
    },
    {
      title: 'Refused at the door',
      description:
        'Tokens and requests that were refused, by reason; the log has a line for each. A step up is somebody who tries.',
      unit: 'short',
      queries: [
        {
          expr: 'sum by (event, code) (rate(koppel_security_events_total{event!="token.given"}[5m]))',
          legend: '{{event}} {{code}}',
        },
        { expr: 'sum(rate(koppel_security_events_total{event="token.given"}[5m]))', legend: 'tokens given' },
      ],
    },
    {
      title: 'Longest stall',
      description: 'How long a node attended to nothing else, between two looks.',
      unit: 's',
      queries: [{ expr: 'koppel_event_loop_stall_seconds', legend: '{{instance}}' }],
    },
    {
      title: 'Duties',
      description: 'Time since each round was last made; every node makes each of them once a minute.',
      unit: 's',
      queries: [{ expr: 'time() - max by (duty) (koppel_duty_timestamp_seconds)', legend: '{{duty}}' }],
    },
    {
      title: 'Memory',
      description: 'A curve that only rises is a leak.',
      unit: 'bytes',
      queries: [{ expr: 'process_resident_memory_bytes{job="koppel-hub"}', legend: '{{instance}}' }],
    },
    {
      title: 'Processor',
      description: 'Cores that each node uses.',
      unit: 'short',
      queries: [{ expr: 'rate(process_cpu_seconds_total{job="koppel-hub"}[5m])', legend: '{{instance}}' }],
    },
  ],
};
