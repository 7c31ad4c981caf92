import { describeMachine } from '../machine.ts';
import { spreadOf, withRange, type Spread } from '../statistics.ts';

export interface Storm {
  readonly joinSeconds: number;
  readonly leaveSeconds: number;
}

/** Of one process over some seconds in which nobody did anything. */
export interface Reading {
  readonly cpuMsPerSecond: number;
  readonly megabytes: number;
}

type Readings = Readonly<Record<'hub' | 'nats', Reading>>;

/** Without partners, and with all of them the last time they were there. */
export interface BeforeAndAfter {
  readonly alone: Reading;
  readonly together: Reading;
}

export interface LinksResults extends Readonly<Record<'hub' | 'nats', BeforeAndAfter>> {
  readonly partners: number;
  readonly joinSeconds: Spread;
  readonly leaveSeconds: Spread;
  readonly machine: string;
}

interface LinksMeasurements {
  readonly partners: number;
  readonly storms: readonly Storm[];
  readonly alone: Readings;
  readonly together: Readings;
}

export function summarise({ partners, storms, alone, together }: LinksMeasurements): LinksResults {
  return {
    partners,
    joinSeconds: spreadOf(storms.map(({ joinSeconds }) => joinSeconds)),
    leaveSeconds: spreadOf(storms.map(({ leaveSeconds }) => leaveSeconds)),
    hub: { alone: alone.hub, together: together.hub },
    nats: { alone: alone.nats, together: together.nats },
    machine: describeMachine(),
  };
}

/** Whoever was not seen in time ended the run already. */
export const isSound = ({ joinSeconds }: LinksResults): boolean => Number.isFinite(joinSeconds.median);

/** The results for a reader. */
export function renderLinksTable({ partners, joinSeconds, leaveSeconds, hub, nats, machine }: LinksResults): string {
  return [
    `${partners} partners on one node of the hub (median, min–max of the storms)`,
    `  until all are known to be there  ${withRange(joinSeconds, 1)} s`,
    `  until all are known to be gone   ${withRange(leaveSeconds, 1)} s`,
    `  hub         ${change(hub)}`,
    `  nats-server ${change(nats)}`,
    '',
    machine,
    '',
  ].join('\n');
}

const change = ({ alone, together }: BeforeAndAfter): string =>
  `${alone.megabytes.toFixed(0)} → ${together.megabytes.toFixed(0)} MB, idle processor ${alone.cpuMsPerSecond.toFixed(1)} → ${together.cpuMsPerSecond.toFixed(1)} ms/s`;
