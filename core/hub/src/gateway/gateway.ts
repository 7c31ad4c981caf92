import type { AddressInfo } from 'node:net';
import { KoppelError, systemClock, type Clock, type Log } from '@koppel/contract';
import { silentTracer, type Tracer } from '@koppel/link';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Call } from '../platform/actions.ts';
import type { Route } from '../platform/route.ts';
import { findRefusal } from '../platform/refused-request.ts';
import type { SecurityLog } from '../platform/security-log.ts';
import { AddressBook, type Address } from './address-book.ts';
import { Admission, enterHouse } from './admission.ts';
import { MountedRoute } from './mounted-route.ts';
import { openapiRoute } from './openapi-route.ts';
import { mountOperations, operationsAddresses, type MetricsRegistry } from './operations-routes.ts';
import { logFailure, translate } from './problem-reply.ts';
import type { Probe } from './readiness.ts';
import { RequestLimits, type RequestRates } from './request-limits.ts';
import { responseHeaders, type ResponseHeaders } from './response-headers.ts';
import { createServer, defaultBounds, sendProblem, type ServerBounds } from './server.ts';
import { VerifiedTokens } from './verified-tokens.ts';

export interface GatewayOptions {
  readonly routes: readonly Route[];
  readonly call: Call;
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
  readonly listen: Listen;
  /** Where health and metrics are served when not beside the routes. */
  readonly operationsListen?: Listen;
  /** The public base address; `https:` switches HSTS on. */
  readonly issuer: string;
  readonly limits: RequestRates & { readonly inFlight: number };
  /** What the hub needs to be ready, by the name that `/health/ready` shows. */
  readonly probes: Readonly<Record<string, Probe>>;
  readonly metrics: MetricsRegistry;
  /** Hears of each request that is turned away because the hub is full. */
  readonly onTurnedAway?: () => void;
  readonly tracer?: Tracer;
  readonly trustedProxies?: readonly string[];
  readonly clock?: Clock;
  readonly bounds?: Partial<ServerBounds>;
}

/** For the last answers to leave. */
const farewellMs = 500;

interface Listen {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

/** The hub's front door: HTTP in, calls to rooms out. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #headers: ResponseHeaders;
  readonly #tokens: VerifiedTokens;
  readonly #admission: Admission;
  readonly #server: FastifyInstance;
  readonly #operations: FastifyInstance | undefined;
  #address = '';
  #operationsAddress = '';

  constructor(options: GatewayOptions) {
    const { routes, call, issuer, limits } = options;
    const all = [...routes, openapiRoute(routes, issuer)];
    this.#options = options;
    this.#headers = responseHeaders(issuer);
    this.#tokens = new VerifiedTokens({
      verify: (token) => call('identity.verify', { token }),
      clock: options.clock ?? systemClock,
    });
    this.#admission = new Admission({
      tokens: this.#tokens,
      limits: new RequestLimits(limits),
      maxInFlight: limits.inFlight,
      onTurnedAway: options.onTurnedAway ?? (() => undefined),
      tracer: options.tracer ?? silentTracer,
    });
    this.#server = this.#createServer([...all, ...(options.operationsListen ? [] : operationsAddresses)]);
    for (const route of all) this.#mount(route);
    this.#operations = options.operationsListen && this.#createServer(operationsAddresses);
    const { probes, metrics } = options;
    mountOperations(this.#operations ?? this.#server, {
      probes,
      metrics,
      isDraining: () => this.#admission.isDraining,
    });
  }

  /**
   * Where the interface answers, as `http://host:port`.
   *
   * @throws KoppelError `config.invalid` when the address cannot be had.
   */
  async start(): Promise<string> {
    const { listen: place, operationsListen } = this.#options;
    if (this.#operations && operationsListen) await listen(this.#operations, operationsListen);
    await listen(this.#server, place);
    this.#address = addressOf(this.#server);
    this.#operationsAddress = addressOf(this.#operations ?? this.#server);
    return this.#address;
  }

  /** Empty before the start. */
  get address(): string {
    return this.#address;
  }

  /** Where health and metrics are served. */
  get operationsAddress(): string {
    return this.#operationsAddress;
  }

  /** Called when an organisation or one of its keys changed; without an OIN every token is verified anew. */
  forgetTokens(oin?: string): void {
    this.#tokens.forget(oin);
  }

  /** New requests get `hub.unavailable` and readiness says so; requests in progress go on. */
  drain(): void {
    this.#admission.drain();
  }

  /**
   * Drains and waits for requests in progress for at most `graceMs`; the rest is told that it was not waited for, and
   * who does not take even that is hung up on.
   */
  async close(graceMs = 10_000): Promise<void> {
    this.drain();
    const { server } = this.#server;
    const deadlines = [
      setTimeout(() => this.#admission.dismiss(), graceMs),
      setTimeout(() => server.closeAllConnections(), graceMs + farewellMs),
    ];
    try {
      await this.#server.close();
      await this.#operations?.close();
    } finally {
      for (const deadline of deadlines) clearTimeout(deadline);
    }
  }

  readonly #log = (error: unknown, { passage, routeOptions }: FastifyRequest): void => {
    const route = routeOptions.url;
    passage?.span.fail(error);
    const place = { ...passage?.trace, ...(route === undefined ? {} : { route }) };
    logFailure(this.#options.log, error, place);
    const refusal = findRefusal(translate(error), { ...place, caller: passage?.caller ?? null });
    if (refusal) this.#options.security.tell(refusal);
  };

  #createServer(addresses: readonly Address[]): FastifyInstance {
    const server = createServer({
      bounds: { ...defaultBounds, ...this.#options.bounds },
      headers: this.#headers,
      trustedProxies: this.#options.trustedProxies ?? [],
    });
    server.decorateRequest('passage', null);
    server.addHook('onRequest', enterHouse(new AddressBook(addresses), this.#headers));
    server.setErrorHandler((error, request, reply) => {
      this.#log(error, request);
      if (this.#admission.isDraining) reply.header('connection', 'close');
      sendProblem(reply, error, this.#headers);
    });
    return server;
  }

  #mount(route: Route): void {
    const mounted = new MountedRoute(route, {
      call: this.#options.call,
      admission: this.#admission,
      onBrokenStream: this.#log,
    });
    this.#server.route({
      method: route.method,
      url: route.path.replaceAll(/\{([^}]+)\}/g, ':$1'),
      onRequest: this.#admission.enterRoute(route),
      handler: mounted.answer,
    });
  }
}

const obstacles: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program: stop that program, or choose another port',
  EACCES: 'may not be used by this user: choose a port above 1023',
  EADDRNOTAVAIL: 'is not an address of this machine: choose another host',
};

async function listen(server: FastifyInstance, { host, port }: Listen): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    const obstacle = obstacles[String((cause as NodeJS.ErrnoException).code)];
    if (obstacle === undefined) throw cause;
    throw new KoppelError('config.invalid', `Port ${port} of ${host} ${obstacle}`, { cause });
  }
}

function addressOf(server: FastifyInstance): string {
  const { address, port, family } = server.server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
