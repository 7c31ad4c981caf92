import { KoppelError } from '@koppel/contract';
import { abortable, traceCall, traceHeaders, type Trace } from '@koppel/http-source';
import { DataSource, QueryFailedError } from 'typeorm';
import type { DatabaseConfig } from '../config.schema.ts';

const defaults = { poolSize: 8, statementTimeoutMs: 5_000 } as const;
const connectTimeoutMs = 3_000;

/** A pool of sessions that cannot write, opened when it is first needed and again after the database was away. */
export class ReadOnlyDatabase {
  readonly #config: DatabaseConfig;
  readonly #password: string;
  #opening: Promise<DataSource> | undefined;

  constructor(config: DatabaseConfig, password: string) {
    this.#config = config;
    this.#password = password;
  }

  /**
   * The rows of one statement; `values` fill its `$1`, `$2`, ….
   * @throws KoppelError `source.failed` or `source.refused`, or the reason of the signal.
   */
  async select<Row extends object>(sql: string, values: readonly unknown[], trace: Trace): Promise<Row[]> {
    trace.signal.throwIfAborted();
    return traceCall(trace, 'SELECT', (traced) => {
      const statement = `${sql} ${commentOf(traced)}`;
      return abortable(
        this.#run((database) => database.query<Row[]>(statement, [...values])),
        trace.signal,
      );
    });
  }

  /** @throws KoppelError `source.failed` or `source.refused` while the database cannot be asked. */
  async checkHealth(): Promise<void> {
    await this.#run((database) => database.query('SELECT 1'));
  }

  async close(): Promise<void> {
    const database = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    await database?.destroy();
  }

  async #run<Result>(work: (database: DataSource) => Promise<Result>): Promise<Result> {
    try {
      return await work(await this.#open());
    } catch (error) {
      throw translate(error);
    }
  }

  #open(): Promise<DataSource> {
    this.#opening ??= this.#connect().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  #connect(): Promise<DataSource> {
    const { host, port, name, user, tls = false, poolSize, statementTimeoutMs } = { ...defaults, ...this.#config };
    const dataSource = new DataSource({
      type: 'postgres',
      host,
      port,
      database: name,
      username: user,
      password: this.#password,
      ssl: tls && { rejectUnauthorized: true },
      entities: [],
      synchronize: false,
      logging: false,
      poolSize,
      // A session that breaks while nobody uses it is replaced; TypeORM would write about it to the console.
      poolErrorHandler: () => undefined,
      connectTimeoutMS: connectTimeoutMs,
      applicationName: 'koppel-adapter-municipality',
      extra: { statement_timeout: statementTimeoutMs, options: '-c default_transaction_read_only=on' },
    });
    return dataSource.initialize();
  }
}

/** Lets the database's own log be laid beside the ledger. */
function commentOf(trace: Trace): string {
  const pairs = Object.entries(traceHeaders(trace)).map(([name, value]) => `${name}='${value}'`);
  return pairs.length === 0 ? '' : `/* ${pairs.join(', ')} */`;
}

/** SQLSTATE: class 28 is a login, 42501 a right that is not there, 57014 a statement that took too long. */
function translate(error: unknown): unknown {
  if (error instanceof KoppelError) return error;
  const code = codeOf(error);
  // What the database says may quote values; only its code is kept.
  const cause = { code };
  if (code.startsWith('28') || code === '42501') {
    return new KoppelError('source.refused', 'The database does not let this adapter read', { cause });
  }
  if (code === '57014') return new KoppelError('source.failed', 'The database did not answer in time', { cause });
  return new KoppelError('source.failed', 'The database cannot be asked', { cause });
}

function codeOf(error: unknown): string {
  const driverError: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const hasCode = typeof driverError === 'object' && driverError !== null && 'code' in driverError;
  return hasCode && typeof driverError.code === 'string' ? driverError.code : 'UNKNOWN';
}
