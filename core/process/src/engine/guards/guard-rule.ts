import type { Guard } from '../../model/machine.schema.ts';
import type { Step } from '../../model/process.schema.ts';
import type { Facts } from '../facts.ts';

/** A named rule of which a model only gives the parameters. */
export interface GuardRule {
  /** Whether the facts satisfy the rule in the step in which somebody acts; what is unknown never does. */
  holds(guard: Guard, facts: Facts, step: Step): boolean;
  /** One sentence on what is missing, for whoever wants to act; ids of the model only. */
  message(guard: Guard): string;
}

/** The least number of things where the model leaves it out. */
export const minimumOf = ({ minimum = 1 }: Guard): number => minimum;

/** `1 task`, `2 tasks`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A text counts from three characters on; spaces around it do not count. */
export const isText = (text: string | undefined): boolean => text !== undefined && text.trim().length >= 3;
