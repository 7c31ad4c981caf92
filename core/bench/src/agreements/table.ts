import { withRange } from '../statistics.ts';
import type { ChangeResult, HubResult, HubsResults, NodeResult, Tail } from './results.ts';

const goals = { ratio: 0.95, activationMs: 50 } as const;

/** The results for a reader. */
export function renderHubs({ small, large, ratio, cpuRatio, otherCpus }: HubsResults): string {
  const isFast = ratio.median >= goals.ratio;
  const slowest = Math.max(
    ...[large.here, large.elsewhere].map(({ activation }) => activation.boundAfterSendingMs.p95),
  );
  return [
    'Whole exchanges, activation and start (median, min–max of the rounds; p50 / p95 / max of the changes)',
    ...hubLines('small set', small),
    ...hubLines('large set', large),
    `  Large to small, exchanges per second: × ${withRange(ratio, 2)}, goal ≥ ${goals.ratio}: ${isFast ? 'met' : 'missed'}`,
    `  Large to small, processor time of an exchange: × ${withRange(cpuRatio, 2)}`,
    `  Activation in the large set, second signature sent until released, p95: ${slowest.toFixed(1)} ms, goal ≤ ${goals.activationMs}: ${slowest <= goals.activationMs ? 'met' : 'missed'}`,
    `  Other work on this machine: ${withRange(otherCpus, 2)} processors`,
    '',
  ].join('\n');
}

function hubLines(title: string, hub: HubResult): string[] {
  const listed = (parts: HubResult['rest']): string =>
    Object.entries(parts)
      .map(([name, value]) => `${name} ${Math.round(value)}`)
      .join(', ');
  return [
    `  ${title}`,
    `    exchanges/s ${withRange(hub.perSecond)}, p50 ${withRange(hub.p50Ms, 1)} ms, p99 ${withRange(hub.p99Ms, 1)} ms`,
    `    processor µs of an exchange ${withRange(hub.totalCpuMicros)}: ${listed(hub.cpuMicros)}`,
    `    processor ms of a second at rest: ${listed(hub.rest)}`,
    ...nodeLines('the node that took the signature', hub.here),
    ...nodeLines('another node', hub.elsewhere),
    `    a node starts in ${withRange(hub.startSeconds, 1)} s with ${withRange(hub.startedMegabytes)} MB; after the rounds the first had ${hub.megabytes.toFixed(0)} MB`,
    `    an empty gate is filled in ${withRange(hub.refreshMs)} ms`,
    `    wrong answers: ${hub.errors}; ${hub.ledgerHolds ? 'the log is whole' : 'THE LOG IS NOT WHOLE'}`,
    ...hub.complaints.map((complaint) => `      ${complaint}`),
  ];
}

const nodeLines = (title: string, { activation, suspension, exchangeMs }: NodeResult): string[] => [
  `    ${title}, ms (an exchange alone: ${inMs(exchangeMs)})`,
  changeLine('second signature to release', activation),
  changeLine('suspension to refusal', suspension),
];

const changeLine = (title: string, change: ChangeResult): string =>
  `      ${title}: answered ${inMs(change.answeredMs)}, after the answer ${inMs(change.boundAfterAnswerMs)}, after sending ${inMs(change.boundAfterSendingMs)}; outdated answers ${change.outdated}`;

const inMs = ({ p50, p95, max }: Tail): string => [p50, p95, max].map((ms) => ms.toFixed(1)).join(' / ');
