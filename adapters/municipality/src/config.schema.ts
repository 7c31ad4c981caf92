import { SourceUrl } from '@koppel/http-source';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

/** The municipality's own database of premises and permits, and the login that can only read them. */
export const DatabaseConfig = Type.Object(
  {
    host: Type.String({ minLength: 1, maxLength: 253 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    name: Type.String({ minLength: 1, maxLength: 63 }),
    user: Type.String({ minLength: 1, maxLength: 63 }),
    /** Encrypted, with a certificate that this machine trusts; default false. */
    tls: Type.Optional(Type.Boolean()),
    /** Default 8. */
    poolSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    /** Default 5,000. */
    statementTimeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 60_000 })),
  },
  closed,
);
export type DatabaseConfig = Static<typeof DatabaseConfig>;

/** The municipality's desk for reports of its employees; it takes the same key as the register of persons. */
export const ReportsConfig = Type.Object(
  {
    url: SourceUrl,
    /** How often to look for new reports; default 10,000. */
    pollIntervalMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 3_600_000 })),
  },
  closed,
);

export const MunicipalityConfig = Type.Object(
  {
    brpUrl: SourceUrl,
    database: DatabaseConfig,
    /** Without it the partners are told of no reports. */
    reports: Type.Optional(ReportsConfig),
  },
  closed,
);
