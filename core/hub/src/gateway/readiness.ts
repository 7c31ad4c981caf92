/** Answers whether one thing that the hub needs works right now; a rejection is a no, a warning a yes that needs a look. */
export type Probe = () => ProbeResult | Promise<ProbeResult>;

type ProbeResult = boolean | 'warning';

export interface Readiness {
  readonly status: 'ready' | 'not-ready' | 'draining';
  readonly checks: Readonly<Record<string, boolean>>;
  /** Names of checks that somebody should look at; absent when there are none. */
  readonly warnings?: readonly string[];
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
      Object.entries(this.#probes).map(async ([name, probe]) => [name, await resultOf(probe)] as const),
    );
    const warnings = results.filter(([, result]) => result === 'warning').map(([name]) => name);
    return {
      status: results.every(([, result]) => result !== false) ? 'ready' : 'not-ready',
      checks: Object.fromEntries(results.map(([name, result]) => [name, result !== false])),
      ...(warnings.length > 0 ? { warnings } : {}),
    };
  }
}

async function resultOf(probe: Probe): Promise<ProbeResult> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), probeTimeoutMs);
  try {
    return await Promise.race([Promise.resolve().then(probe), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
