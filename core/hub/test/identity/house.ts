import { ServiceBroker } from 'moleculer';
import { silentLog } from '@koppel/testkit';
import { createGatewayService } from '../../src/gateway/gateway.service.ts';
import { createIdentityService } from '../../src/identity/identity.service.ts';
import { identityRoutes } from '../../src/identity/identity.routes.ts';
import { TokenDesk } from '../../src/identity/token-desk.ts';
import { createCall } from '../../src/platform/broker.ts';
import type { SecurityLog } from '../../src/platform/security-log.ts';
import { Door, type Answer } from '../gateway/door.ts';
import { oins } from '../fixtures.ts';
import { createSigner, issuer, signAssertion, type AssertionChange, type Signer } from './clients.ts';
import { formOf, IdentityRoom } from './room.ts';

const limits = { requestsPerSecondPerClient: 1000, tokensPerMinutePerAddress: 10_000, inFlight: 100 };
const noEvent = (): void => undefined;

/** The identity room behind the gateway, joined by a broker as in a hub. */
export class IdentityHouse {
  readonly room: IdentityRoom;
  readonly door: Door;
  readonly security: SecurityLog;
  readonly #broker: ServiceBroker;
  #operator = createSigner();

  private constructor(room: IdentityRoom, door: Door, broker: ServiceBroker) {
    this.room = room;
    this.door = door;
    this.security = door.security;
    this.#broker = broker;
  }

  static async open(): Promise<IdentityHouse> {
    const room = await IdentityRoom.open();
    const door = await Door.open(identityRoutes, { issuer, clock: room.clock, limits });
    const broker = new ServiceBroker({ logger: false, skipProcessEventRegistration: true });
    const { organisations, tokens, mandates, hubKeys, store, keys } = room;
    const desk = new TokenDesk({ tokens, security: door.security });
    const parts = { organisations, tokens, desk, mandates, hubKeys, store, keys };
    broker.createService(createIdentityService({ ...parts, log: silentLog }));
    broker.createService(createGatewayService(door.gateway));
    await broker.start();
    door.answer = createCall(broker) as Door['answer'];
    return new IdentityHouse(room, door, broker);
  }

  /** As if it had just been installed: with its operator, and nobody else. Events get lost until `deliverEvents`. */
  async empty(): Promise<void> {
    await this.room.empty();
    this.room.onAnnounce = noEvent;
    this.door.gateway.forgetTokens();
    this.#operator = createSigner();
    const operator = { oin: oins.operator, name: 'Operator', client: 'console', jwk: this.#operator.jwk };
    await this.room.organisations.bootstrapOperator(operator);
  }

  deliverEvents(): void {
    this.room.onAnnounce = (oin) => void this.#broker.broadcast('identity.changed', { oin });
  }

  async close(): Promise<void> {
    await this.door.close();
    await this.#broker.stop();
    await this.room.close();
  }

  askToken = (assertion: string): Promise<Answer> => this.postForm(formOf(assertion));

  /** To the token endpoint. */
  postForm = (form: Record<string, string>): Promise<Answer> =>
    this.door.ask({
      method: 'POST',
      path: '/v1/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });

  tokenOf = async (
    signer: Signer,
    subject = `${oins.requester}:intake`,
    change: AssertionChange = {},
  ): Promise<string> => {
    const claims = { iss: subject, sub: subject, ...change.claims };
    const { text } = await this.askToken(await signAssertion(signer, { clock: this.room.clock, ...change, claims }));
    return String((JSON.parse(text) as { access_token: string }).access_token);
  };

  operatorToken = (): Promise<string> => this.tokenOf(this.#operator, `${oins.operator}:console`);

  get = (path: string, token: string): Promise<Answer> =>
    this.door.ask({ path, headers: { authorization: `Bearer ${token}` } });

  /** `POST /v1/…` */
  send = (methodAndPath: string, token: string, body?: unknown): Promise<Answer> => {
    const [method = '', path = ''] = methodAndPath.split(' ');
    const headers = { authorization: `Bearer ${token}` };
    if (body === undefined) return this.door.ask({ method, path, headers });
    return this.door.ask({
      method,
      path,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  };
}
