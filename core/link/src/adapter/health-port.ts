import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KoppelError } from '@koppel/contract';
import type { HealthSettings } from './health-settings.ts';
import type { AdapterChecks } from './run-adapter.ts';

export interface HealthAnswers {
  readonly look: () => Promise<AdapterChecks>;
  readonly isDraining: () => boolean;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
}

const json = 'application/json';

/** Tells whoever runs an adapter how it is, at the addresses at which a hub does; tells nothing of what it is asked. */
export class HealthPort {
  readonly #answers: HealthAnswers;
  readonly #server: Server;

  private constructor(answers: HealthAnswers) {
    this.#answers = answers;
    this.#server = createServer((request, response) => {
      const [path = ''] = (request.url ?? '').split('?', 1);
      this.#answer(path, response).catch(() => response.writeHead(500).end());
    });
  }

  /** @throws KoppelError `config.invalid` when the port cannot be had. */
  static async open({ host, port }: HealthSettings, answers: HealthAnswers): Promise<HealthPort> {
    const health = new HealthPort(answers);
    try {
      await once(health.#server.listen(port, host), 'listening');
    } catch (cause) {
      throw new KoppelError('config.invalid', `Port ${port} of ${host} cannot be had`, { cause });
    }
    return health;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(path: string, response: ServerResponse): Promise<void> {
    if (path === '/health/live') return send(response, 200, { type: json, text: '{"status":"live"}' });
    if (path === '/health/ready') return this.#sendReadiness(response);
    if (path !== '/metrics') return void response.writeHead(404).end();
    const { metrics } = this.#answers;
    send(response, 200, { type: metrics.contentType, text: await metrics.text() });
  }

  async #sendReadiness(response: ServerResponse): Promise<void> {
    const checks = await this.#answers.look();
    const health = Object.values(checks).every(Boolean) ? 'ready' : 'not-ready';
    const status = this.#answers.isDraining() ? 'draining' : health;
    send(response, status === 'ready' ? 200 : 503, { type: json, text: JSON.stringify({ status, checks }) });
  }
}

function send(response: ServerResponse, status: number, { type, text }: { type: string; text: string }): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
