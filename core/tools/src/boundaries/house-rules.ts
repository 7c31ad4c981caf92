import type { IForbiddenRuleType } from 'dependency-cruiser';

/** Matches the files of the named npm packages, wherever npm put them. */
export function npmPackages(...names: string[]): string {
  return `(^|/)node_modules/(${names.join('|')})(/|$)`;
}

const ourPackages = '^(core|plugins|adapters|flows|deploy)/';

export const houseBoundaries: IForbiddenRuleType[] = [
  {
    name: 'no-circular',
    severity: 'error',
    comment: 'Two modules that need each other are one module, or hide a third: move the shared part there.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolvable',
    severity: 'error',
    comment: 'This import leads nowhere. Correct the path, or name the package in package.json and install it.',
    from: { path: ourPackages },
    to: { couldNotResolve: true },
  },
  {
    name: 'no-way-in-but-the-entry',
    severity: 'error',
    comment: 'Import another package by its name, so that its exports stay its only promise.',
    from: { path: '^([^/]+/[^/]+)/' },
    // The one exception: random valid models, which tests of the hub are made of as well and nobody ships.
    to: { path: ourPackages, pathNot: ['^$1/', '^core/process/test/engine/random/'], dependencyTypes: ['local'] },
  },
  {
    name: 'nothing-imports-the-hub',
    severity: 'error',
    comment: 'The hub is a process. Start it by path, and talk to it over HTTP or the link.',
    from: { path: ourPackages, pathNot: '^core/hub/' },
    to: { path: '^core/hub/' },
  },
  {
    name: 'testkit-in-tests-only',
    severity: 'error',
    comment: 'The testkit brings servers and a test runner. Move what shipped code needs to the contract or the link.',
    from: { path: ourPackages, pathNot: ['/test/', '^core/testkit/'] },
    to: { path: '^core/testkit/' },
  },
  {
    name: 'tests-stay-in-tests',
    severity: 'error',
    comment: 'Shipped code cannot lean on a test. Move what both need to src, or to the testkit.',
    from: { path: ourPackages, pathNot: '/test/' },
    to: { path: '/test/', pathNot: '(^|/)node_modules/' },
  },
  {
    name: 'nats-in-the-link-only',
    severity: 'error',
    comment:
      'Everything that exchanges goes through @koppel/link, so that permissions and limits hold. Use it, or extend it.',
    from: {
      path: ourPackages,
      // The Moleculer transporter is configured in platform; the bench compares with a raw client; tests attack with one.
      pathNot: ['/test/', '^core/link/', '^core/hub/src/platform/', '^core/bench/'],
    },
    to: { path: npmPackages('nats', '@nats-io/[^/]+', 'nkeys\\.js') },
  },
  {
    name: 'contract-and-ledger-do-no-io',
    severity: 'error',
    comment:
      'Contract and ledger run in a browser, an adapter or a verifier alike. Take a stream or a value as an argument.',
    from: { path: '^core/(contract|ledger)/src/', pathNot: '/write-[^/]+\\.ts$' },
    to: {
      path: [
        '^(fs|net|http|https|http2|tls|dgram|dns|child_process|cluster|worker_threads)(/promises)?$',
        npmPackages('typeorm', 'pg', 'undici', 'fastify', 'moleculer'),
      ],
    },
  },
];
