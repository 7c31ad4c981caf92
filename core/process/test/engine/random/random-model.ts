import {
  machineNames,
  type Level,
  type MachineName,
  type Rasci,
  type ReferenceModel,
  type Step,
} from '../../../src/index.ts';
import { garden, text } from '../sample-model.ts';
import { seeded, type Dice } from './dice.ts';
import { disciplines, phases, randomMachine } from './random-machine.ts';

export const levels = ['operational', 'policy', 'strategic'] as const;

const titled = (id: string) => ({ id, title: text(id) });

/** Three roles on each level, all with ids of their own. */
export const rolesOn = (level: Level): string[] => ['one', 'two', 'three'].map((id) => `${level}-${id}`);
export const allRoles: string[] = levels.flatMap(rolesOn);

function rasciOn(level: Level, subject: MachineName, dice: Dice): Rasci {
  const isPart = subject === 'task' || subject === 'intervention';
  const roles = rolesOn(level);
  return {
    accountable: dice.oneOf(roles),
    responsible: dice.someOf(roles, 40),
    supports: dice.someOf(roles, 10),
    consulted: isPart ? [] : dice.someOf(allRoles, 10),
    informed: dice.someOf(allRoles, 20),
  };
}

/** Steps that are used come into being; a step has roles on its own level and at times on others. */
class Steps {
  readonly all = new Map<string, Step>();
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  stepFor(subject: MachineName, phase: string): Step {
    const id = `${subject}-${phase}-${this.#dice.upTo(1)}`;
    const step = this.all.get(id) ?? this.#create({ ...titled(id), phase, subject });
    this.all.set(id, step);
    return step;
  }

  #create(start: Pick<Step, 'id' | 'title' | 'phase' | 'subject'>): Step {
    const dice = this.#dice;
    const level = dice.oneOf(levels);
    const others = dice.someOf(levels, 25).map((other) => [other, rasciOn(other, start.subject, dice)]);
    const rasci: Step['rasci'] = { ...Object.fromEntries(others), [level]: rasciOn(level, start.subject, dice) };
    const consultsSomebody = Object.values(rasci).some(({ consulted }) => consulted.length > 0);
    return {
      ...start,
      level,
      rasci,
      ...(consultsSomebody && { consultation: { workingDays: 5 } }),
      deadline: { workingDays: dice.upTo(30) },
      present: dice.someOf(allRoles, 10),
    };
  }
}

const intake = [{ event: 'partner.something-seen', title: text('Seen'), fields: { summary: 'note', subjects: [] } }];

function makeModel(dice: Dice): ReferenceModel {
  const steps = new Steps(dice);
  const machines = machineNames.map((name) => [
    name,
    randomMachine({ name, stepIn: (phase) => steps.stepFor(name, phase) }, dice),
  ]);
  return {
    ...garden,
    id: 'random',
    levels: [
      { level: 'operational', title: text('O'), escalatesTo: 'policy' },
      { level: 'policy', title: text('P'), escalatesTo: 'strategic' },
      { level: 'strategic', title: text('S') },
    ],
    roles: levels.flatMap((level) => rolesOn(level).map((id) => ({ ...titled(id), level }))),
    disciplines: disciplines.map(titled),
    machines: Object.fromEntries(machines) as ReferenceModel['machines'],
    process: { phases: phases.map(titled), steps: [...steps.all.values()], subProcesses: [] },
    intake: dice.chance(50) ? intake : [],
  };
}

/** Valid models of any course: states, ways, steps, roles and guards at random, everything connected. */
export const randomModel = seeded(makeModel);
