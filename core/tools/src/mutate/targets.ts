/** A source that must not be changed unseen, and the tests that would see it. */
export interface Target {
  readonly part: 'gate' | 'views' | 'ledger' | 'link permissions' | 'token checks';
  readonly file: string;
  readonly tests: readonly string[];
}

const hub = (part: Target['part'], file: string, ...tests: string[]): Target => ({
  part,
  file: `core/hub/src/${file}`,
  tests: tests.map((test) => `core/hub/test/${test}.test.ts`),
});
const ledger = (file: string, ...tests: string[]): Target => ({
  part: 'ledger',
  file: `core/ledger/src/${file}`,
  tests: tests.map((test) => `core/ledger/test/${test}.test.ts`),
});

/** What whoever receives a log goes by. */
const exported = ['verify/verify-export', 'verify/tampering', 'verify/rotation', 'verify/witnesses'];

export const targets: readonly Target[] = [
  hub('gate', 'exchange/gate.ts', 'exchange/gate', 'exchange/gate-oracle'),
  hub('gate', 'exchange/agreement-lease.ts', 'exchange/agreement-lease'),
  hub(
    'gate',
    'exchange/gate-keeper.ts',
    'exchange/gate-keeper',
    'exchange/exchanges',
    'exchange/case-standing',
    'exchange/withholding',
  ),
  hub('gate', 'agreements/lifecycle.ts', 'agreements/lifecycle', 'agreements/agreements'),
  hub('views', 'exchange/view.ts', 'exchange/view', 'exchange/exchanges'),
  { part: 'views', file: 'core/contract/src/view.ts', tests: ['core/contract/test/view.test.ts'] },
  hub(
    'views',
    'exchange/exchanges.ts',
    'exchange/exchanges',
    'exchange/withholding',
    'exchange/case-standing',
    'exchange/evidence-judge',
    'exchange/idempotency',
  ),
  hub('views', 'exchange/idempotency.ts', 'exchange/idempotency', 'exchange/evidence-judge'),
  hub('ledger', 'ledger/group-commit.ts', 'ledger/group-commit'),
  hub('ledger', 'ledger/shared-log.ts', 'ledger/shared-log'),
  hub('ledger', 'ledger/ledger-appender.ts', 'ledger/ledger-appender'),
  ledger('merkle/subtree.ts', 'merkle/verify-proof', 'merkle/tile-tree'),
  ledger('merkle/hash.ts', 'merkle/compact-range', 'merkle/hash'),
  ledger('merkle/compact-range.ts', 'merkle/compact-range', 'merkle/tile-tree'),
  ledger('merkle/tile-tree.ts', 'merkle/tile-tree'),
  ledger('merkle/tile-collector.ts', 'merkle/tile-collector'),
  ledger('merkle/verify-proof.ts', 'merkle/verify-proof'),
  ledger('witness/consider-checkpoint.ts', 'witness/consider-checkpoint'),
  ledger('witness/gap.ts', 'witness/consider-checkpoint'),
  ledger('verify/export-verifier.ts', ...exported),
  ledger('verify/export-reader.ts', ...exported),
  ledger('verify/header.ts', 'verify/header', ...exported),
  ledger('verify/log-history.ts', 'verify/log-history', ...exported),
  ledger('verify/log-keys.ts', 'verify/log-keys', ...exported),
  ledger('verify/log-tree.ts', 'verify/log-tree', ...exported),
  ledger('verify/recent-uuids.ts', 'verify/recent-uuids', 'verify/exchange-states'),
  ledger('verify/witness-tally.ts', 'verify/witness-tally', 'verify/witnesses'),
  ledger('verify/exchange-states.ts', 'verify/exchange-states', 'verify/tampering'),
  ledger('verify/index-sequence.ts', 'verify/index-sequence', 'verify/tampering'),
  ledger('checkpoint/checkpoint.ts', 'checkpoint/checkpoint'),
  ledger('checkpoint/note.ts', 'checkpoint/checkpoint'),
  ledger('checkpoint/verifier-key.ts', 'checkpoint/checkpoint'),
  ledger('checkpoint/cosignature.ts', 'checkpoint/cosignature', 'verify/witnesses'),
  {
    part: 'link permissions',
    file: 'core/link/src/permissions.ts',
    tests: ['core/link/test/permissions.test.ts', 'core/link/test/memory-link.test.ts'],
  },
  { part: 'link permissions', file: 'core/link/src/address.ts', tests: ['core/link/test/address.test.ts'] },
  hub('token checks', 'identity/access-token.ts', 'identity/access-token'),
  hub('token checks', 'identity/good-tokens.ts', 'identity/good-tokens'),
  hub('token checks', 'identity/client-assertion.ts', 'identity/client-assertion'),
  hub('token checks', 'identity/signed-statement.ts', 'identity/client-assertion', 'identity/subject-token'),
  hub('token checks', 'identity/identity-policy.ts', 'identity/identity-policy'),
  hub('token checks', 'identity/public-key.ts', 'identity/public-key'),
  hub('token checks', 'gateway/bearer-token.ts', 'gateway/bearer-token'),
  hub('token checks', 'gateway/verified-tokens.ts', 'gateway/verified-tokens'),
];
