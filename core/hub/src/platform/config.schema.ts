import { ClientId, Oin, Slug } from '@koppel/contract';
import { collectorFields, TraceExport } from '@koppel/link';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 1000 });
const Port = Type.Integer({ minimum: 0, maximum: 65_535 });
const octet = '(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const Proxy = Type.String({
  pattern: `^(loopback|linklocal|uniquelocal|${octet}([.]${octet}){3}(/([12]?[0-9]|3[0-2]))?|[0-9a-fA-F]*:[0-9a-fA-F:]*(/[0-9]{1,3})?)$`,
  maxLength: 64,
});
/** By password, or by a certificate whose common name is the user. */
const Login = Type.Union([
  Type.Object({ user: Text, password: Text }, closed),
  Type.Object({ user: Text, certificateFile: Text, keyFile: Text }, closed),
]);

/** PostgreSQL 15 or newer; each role is a login of its own, so that no part of the hub holds more rights than it needs. */
export const DatabaseConfig = Type.Object(
  {
    host: Text,
    port: Port,
    name: Text,
    /** Encrypted, and only to the server that one of these authorities certified for `host`: there is no laxer way. */
    tls: Type.Optional(Type.Object({ authoritiesFile: Text }, closed)),
    roles: Type.Object({ owner: Login, app: Login, gate: Login, ledgerWriter: Login, ledgerReader: Login }, closed),
    poolSize: Type.Integer({ minimum: 1, maximum: 200 }),
    statementTimeoutMs: Type.Integer({ minimum: 100, maximum: 600_000 }),
  },
  closed,
);
export type DatabaseConfig = Static<typeof DatabaseConfig>;

/** Where the hub's own nodes meet: nothing but hub nodes may ever connect here. */
const BusConfig = Type.Union([
  Type.Object({ kind: Type.Literal('memory') }, closed),
  Type.Object({ kind: Type.Literal('nats'), url: Text, credentialsFile: Text }, closed),
]);

const MemoryAdapter = Type.Object(
  {
    package: Text,
    oin: Oin,
    client: ClientId,
    config: Type.Unknown(),
    secrets: Type.Record(Type.String({ maxLength: 64 }), Text),
  },
  closed,
);

/** The link to partners; `memory` runs the named adapters inside the hub's process, for a machine without NATS. */
const LinkConfig = Type.Union([
  Type.Object({ kind: Type.Literal('memory'), adapters: Type.Array(MemoryAdapter, { maxItems: 50 }) }, closed),
  Type.Object(
    {
      kind: Type.Literal('nats'),
      url: Text,
      credentialsFile: Text,
      /** Organisations whose clients connect to a leaf node. */
      leafOrganisations: Type.Optional(Type.Array(Oin, { maxItems: 50, uniqueItems: true })),
    },
    closed,
  ),
]);
export const roomNames = [
  'identity',
  'adapters',
  'agreements',
  'exchange',
  'ledger',
  'model',
  'cases',
  'interventions',
  'privacy',
  'gateway',
] as const;
export type RoomName = (typeof roomNames)[number];

export const HubConfig = Type.Object(
  {
    /** The ledger's origin line and the name in every checkpoint: a domain name without a scheme. */
    origin: Type.String({ pattern: '^[a-z0-9][a-z0-9./-]*$', minLength: 3, maxLength: 120 }),
    nodeId: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$', minLength: 1, maxLength: 60 }),
    /** Directory of keys and state of this node. */
    home: Text,
    /** Keys that are lost for good, such as `case/example-region.1`: the hub goes on without them (docs/runbooks.md). */
    lostKeys: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z]+/[a-z0-9.-]+$', maxLength: 120 }), { maxItems: 1000 }),
    ),
    /** `iss` and `aud` of tokens, and the base of the public addresses. */
    issuer: Type.String({ pattern: '^https?://[^ ]+$', maxLength: 300 }),
    http: Type.Object(
      {
        host: Text,
        port: Port,
        /** Whose `X-Forwarded-For` counts: addresses, networks, or `loopback`, `linklocal`, `uniquelocal`. Nobody's by default. */
        trustedProxies: Type.Optional(Type.Array(Proxy, { maxItems: 50 })),
      },
      closed,
    ),
    /** Where health and metrics are served; beside the interface when absent. */
    operations: Type.Optional(Type.Object({ host: Text, port: Port }, closed)),
    database: DatabaseConfig,
    bus: BusConfig,
    link: LinkConfig,
    /** Which rooms run on this node. */
    rooms: Type.Array(Type.Enum([...roomNames]), { minItems: 1, maxItems: roomNames.length, uniqueItems: true }),
    plugins: Type.Array(Type.Object({ package: Text, config: Type.Unknown() }, closed), { maxItems: 50 }),
    /** Themes whose reference models a collaboration can bring into force. */
    themes: Type.Optional(Type.Array(Type.Object({ package: Text, collaboration: Slug }, closed), { maxItems: 50 })),
    /** The first operator; used once, while no organisation is registered. */
    operator: Type.Optional(
      Type.Object({ oin: Oin, name: Text, client: ClientId, jwk: Type.Record(Type.String(), Type.Unknown()) }, closed),
    ),
    limits: Type.Object(
      {
        requestsPerSecondPerClient: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        tokensPerMinutePerAddress: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        inFlight: Type.Integer({ minimum: 1, maximum: 100_000 }),
      },
      closed,
    ),
    /** Countersigning of the ledger by partners; who they are is kept in the database. */
    witnesses: Type.Optional(
      Type.Object(
        {
          /** How many must have cosigned lately; with fewer the hub goes on and warns. */
          required: Type.Integer({ minimum: 0, maximum: 12 }),
          everyMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 3_600_000 })),
          alarmAfterMs: Type.Optional(Type.Integer({ minimum: 1000, maximum: 86_400_000 })),
        },
        closed,
      ),
    ),
    /** A collector that takes decisions and processing records over OTLP/HTTP, for example `https://collector.example/v1/traces`. */
    processingLog: Type.Optional(
      Type.Object(
        {
          ...collectorFields,
          everyMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 3_600_000 })),
        },
        closed,
      ),
    ),
    /** A collector that takes traces of requests over OTLP/HTTP. */
    traces: Type.Optional(TraceExport),
    logLevel: Type.Enum(['debug', 'info', 'warn', 'error', 'silent']),
  },
  closed,
);
export type HubConfig = Static<typeof HubConfig>;
