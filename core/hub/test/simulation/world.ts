import { agreementIds, AgreementBook } from './agreement-book.ts';
import type { Choices } from './choices.ts';
import { Database } from './database.ts';
import type { Disturbance } from './disturbances.ts';
import { Judge } from './judge.ts';
import type { KeyTable } from './key-table.ts';
import { Link } from './link.ts';
import { LogTable } from './log-table.ts';
import { Tally } from './tally.ts';
import { Timeline } from './timeline.ts';
import { Weather } from './weather.ts';

/** The agreements that get suspended, resumed and revoked. */
export const changeable = [agreementIds.contested, agreementIds.match, agreementIds.inCase] as const;

/** Everything around the nodes of one schedule. */
export class World {
  readonly choices: Choices;
  readonly timeline = new Timeline();
  readonly book = new AgreementBook();
  readonly judge = new Judge(this.timeline, this.book);
  readonly keys: KeyTable = new Map();
  readonly log = new LogTable(this.judge, (event) => this.tell(event));
  readonly weather: Weather;
  readonly database: Database;
  readonly link: Link;
  /** What most of a schedule is about, so that changes and questions meet. */
  readonly hotAgreement: string;
  readonly disturbances = new Tally<Disturbance>();
  /** Tries that nobody has answered yet. */
  waiting = 0;
  /** What happened, in words; only when somebody wants to read it. */
  readonly trace: string[] = [];
  readonly #isTold: boolean;

  constructor(choices: Choices, isTold: boolean) {
    this.choices = choices;
    this.#isTold = isTold;
    this.hotAgreement = choices.pick(changeable);
    const { timeline, judge, befall } = this;
    this.weather = new Weather(choices, befall);
    this.database = new Database({ timeline, weather: this.weather, befall });
    this.link = new Link({ timeline, weather: this.weather, judge, tell: (event) => this.tell(event) });
  }

  /** Counts and tells what goes wrong, with what there is to say about it. */
  readonly befall = (disturbance: Disturbance, detail?: string): void => {
    this.disturbances.add(disturbance);
    this.tell(detail === undefined ? disturbance : `${disturbance}: ${detail}`);
  };

  tell(event: string): void {
    if (this.#isTold) this.trace.push(`${String(Math.round(this.timeline.nowMs)).padStart(6)} ms  ${event}`);
  }
}
