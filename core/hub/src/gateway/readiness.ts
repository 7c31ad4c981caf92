/** Answers whether one thing that the hub needs works right now; a rejection is a no. */
export type Probe = () => boolean | Promise<boolean>;

export interface Readiness {
  readonly status: 'ready' | 'not-ready' | 'draining';
  readonly checks: Readonly<Record<string, boolean>>;
}

const probeTimeoutMs = 1_000;

/** Runs all probes; one that hangs is a no after a second. Askers at the same moment share one run. */
export class ReadinessCheck {
  readonly #probes: Readonly<Record<string, Probe>>;
  #underway: Promise<Readiness> | undefined;

  constructor(probes: Readonly<Record<string, Probe>>) {
    this.#probes = probes;
  }

  run(): Promise<Readiness> {
    this.#underway ??= this.#runAll().finally(() => {
      this.#underway = undefined;
    });
    return this.#underway;
  }

  async #runAll(): Promise<Readiness> {
    const results = await Promise.all(
      Object.entries(this.#probes).map(async ([name, probe]) => [name, await isUp(probe)] as const),
    );
    return { status: results.every(([, up]) => up) ? 'ready' : 'not-ready', checks: Object.fromEntries(results) };
  }
}

async function isUp(probe: Probe): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), probeTimeoutMs);
  try {
    return await Promise.race([Promise.resolve().then(probe), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
