import type { Dashboard } from './dashboard.ts';

const quantile = (share: number, metric: string, by: string): string =>
  `histogram_quantile(${share}, sum by (${by}) (rate(${metric}_bucket[5m])))`;

/** What partners notice: how much is exchanged, how fast, and what is refused. */
export const exchangeDashboard: Dashboard = {
  uid: 'koppel-exchange',
  title: 'Koppel: exchange',
  panels: [
    {
      title: 'Exchanges by outcome',
      description: 'Failed is a fault of somebody; refused is an agreement at work.',
      unit: 'reqps',
      queries: [{ expr: 'sum by (outcome) (rate(koppel_exchanges_total[5m]))', legend: '{{outcome}}' }],
    },
    {
      title: 'Refusals and failures by code',
      description: 'docs/errors.md says what each code means and what to do.',
      unit: 'reqps',
      queries: [{ expr: 'sum by (code) (rate(koppel_exchange_refusals_total[5m]))', legend: '{{code}}' }],
    },
    {
      title: 'Time to answer',
      description: 'From accepted request to answer, the source of the partner included.',
      unit: 's',
      queries: [
        { expr: quantile(0.5, 'koppel_exchange_duration_seconds', 'le'), legend: 'half' },
        { expr: quantile(0.99, 'koppel_exchange_duration_seconds', 'le'), legend: '99 of 100' },
      ],
    },
    {
      title: 'Time at the partner',
      description: 'The part of it that passes between the link and the answer of the adapter.',
      unit: 's',
      queries: [
        { expr: quantile(0.5, 'koppel_link_round_trip_seconds', 'le'), legend: 'half' },
        { expr: quantile(0.99, 'koppel_link_round_trip_seconds', 'le'), legend: '99 of 100' },
      ],
    },
    {
      title: 'Adapters',
      description: 'Known and up should be the same.',
      unit: 'short',
      queries: [
        { expr: 'max(koppel_adapters_known)', legend: 'known' },
        { expr: 'min(koppel_adapters_up)', legend: 'up' },
      ],
    },
    {
      title: 'Age of the agreements',
      description: 'Above two seconds a node refuses every exchange.',
      unit: 's',
      queries: [{ expr: 'koppel_gate_lease_age_seconds', legend: '{{instance}}' }],
    },
  ],
};
