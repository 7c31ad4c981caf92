import { readNumbers } from '../read-numbers.ts';

export interface LinksOptions {
  readonly isJson: boolean;
  readonly partners: number;
  /** How often everybody comes and goes. */
  readonly storms: number;
  /** How long nobody does anything. */
  readonly idleSeconds: number;
}

export const linksHelp = `npm run bench -- links [options]

What partners cost that are connected and do nothing: one node of the hub, and the adapters of many organisations over the link. All of them
come at once, stay, and are killed at once, several times. Says how long the hub needs until it knows of all that they came or went, and how much
memory and processor time hub and message server use for them.

  --partners N   organisations with one adapter each (400)
  --storms N     times that all of them come and go (3)
  --idle N       seconds of doing nothing (20)
  --json         the last line is JSON: {partners, joinSeconds, leaveSeconds, hub, nats, machine}
  --help         this page

Examples:
  npm run bench -- links
  npm run bench -- links --partners 50 --storms 1 --idle 5
  npm run bench -- links --json | tail -1
`;

/** @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for. */
export const readLinksOptions = (args: readonly string[]): LinksOptions | undefined =>
  readNumbers(args, {
    partners: { option: 'partners', preset: 400 },
    storms: { option: 'storms', preset: 3 },
    idleSeconds: { option: 'idle', preset: 20 },
  });
