import type { Clients } from './clients.ts';
import { HubNode } from './node.ts';
import { changeable, type World } from './world.ts';

/** The longest is that of a machine that was put to sleep: longer than any deadline. */
const pausesMs = [40, 900, 2600, 7000, 90_000] as const;
const skewsMs = [0, 50, -50, 1900, -2900] as const;

const changes = {
  suspended: 'an agreement is suspended',
  active: 'an agreement is resumed',
  revoked: 'an agreement is revoked',
} as const;

/** The nodes of a schedule, and everything that is done to them and to what they work with. */
export class Troubles {
  readonly #world: World;
  readonly #nodes: [HubNode, HubNode];
  #clients: Clients | undefined;

  constructor(world: World) {
    this.#world = world;
    this.#nodes = [this.#startNode(0), this.#startNode(1)];
  }

  readonly node = (place: 0 | 1): HubNode => this.#nodes[place];

  /** Who loses their answers when a machine dies. */
  watchedBy(clients: Clients): void {
    this.#clients = clients;
  }

  /** One trouble, the mildest first. */
  strike(): void {
    const { choices } = this.#world;
    const kinds = [
      () => this.#changeAgreement(),
      () => this.#changeCase(),
      () => this.#stopDatabase(),
      () => this.#pause(),
      () => this.#crash(),
      () => this.#setClock(),
    ] as const;
    kinds[choices.weigh([30, 12, 14, 16, 18, 10])]?.();
  }

  /** Everything works again, for good. */
  end(): void {
    const { weather, database } = this.#world;
    weather.clear();
    database.isDown = false;
    this.#world.tell('everything works again');
    this.#nodes.forEach((node, place) => {
      node.machine.goOn();
      if (!node.machine.isAlive) this.#restart(place as 0 | 1);
    });
  }

  #startNode(place: 0 | 1): HubNode {
    const node = new HubNode(this.#world, place);
    node.start();
    return node;
  }

  #restart(place: 0 | 1): void {
    if (this.#nodes[place].machine.isAlive) return;
    this.#world.tell(`node ${place} starts`);
    this.#nodes[place] = this.#startNode(place);
  }

  /** What is suspended is resumed or revoked; a revoked one stays so. */
  #changeAgreement(): void {
    const { choices, book, hotAgreement } = this.#world;
    const id = choices.happens(70) ? hotAgreement : choices.pick(changeable);
    if (choices.happens(15)) {
      book.addCrowd();
      this.#world.befall('others sign many agreements');
    }
    const isActive = book.find(id)?.status === 'active';
    if (choices.happens(15)) this.#setStatus(id, 'revoked');
    else if (isActive) this.#setStatus(id, 'suspended');
    else this.#setStatus(id, 'active');
    this.#announce();
  }

  #setStatus(id: string, status: keyof typeof changes): void {
    const { book, timeline } = this.#world;
    if (book.find(id)?.status === 'revoked') return;
    book.change(id, timeline.nowMs, status);
    this.#world.befall(changes[status], `number ${id.slice(-1)}`);
  }

  /** Announcements get lost, and may be late. */
  #announce(): void {
    const { choices, weather } = this.#world;
    for (const node of this.#nodes) {
      if (choices.happens(50)) node.machine.after(weather.delayMs(), () => void node.lease.refresh());
    }
  }

  #changeCase(): void {
    const { choices, book, timeline } = this.#world;
    const standing = choices.pick(['none', 'match', 'content'] as const);
    book.moveCase(timeline.nowMs, standing);
    this.#world.befall('the case is moved', `it allows ${standing}`);
  }

  #stopDatabase(): void {
    const { choices, database, timeline } = this.#world;
    const forMs = choices.pick(pausesMs);
    database.isDown = true;
    this.#world.befall('the database is away', `for ${forMs} ms`);
    timeline.after(
      forMs,
      () => {
        database.isDown = false;
      },
      'plan',
    );
  }

  #pause(): void {
    const { choices } = this.#world;
    const place = choices.pick([0, 1] as const);
    const forMs = choices.pick(pausesMs);
    this.#nodes[place].machine.standStill(forMs);
    this.#world.befall('a node stands still', `number ${place}, for ${forMs} ms`);
  }

  #crash(): void {
    const { choices, timeline } = this.#world;
    const place = choices.pick([0, 1] as const);
    const forMs = choices.pick(pausesMs);
    const node = this.#nodes[place];
    if (!node.machine.isAlive) return;
    node.machine.isAlive = false;
    this.#world.befall('a node dies', `number ${place}, for ${forMs} ms`);
    this.#clients?.loseMachine(node);
    timeline.after(forMs, () => this.#restart(place), 'plan');
  }

  #setClock(): void {
    const { choices } = this.#world;
    const place = choices.pick([0, 1] as const);
    const skewMs = choices.pick(skewsMs);
    this.#nodes[place].machine.skewMs = skewMs;
    this.#world.befall('a clock is set', `that of node ${place} is off by ${skewMs} ms`);
  }
}
