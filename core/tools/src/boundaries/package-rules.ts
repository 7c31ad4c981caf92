import type { IForbiddenRuleType } from 'dependency-cruiser';

/** Which packages a package's shipped code may import, besides itself, and what to do instead of importing another. */
interface PackageRule {
  name: string;
  packages: string;
  mayImport: string[];
  comment: string;
}

/** Every package of the repository falls under exactly one of these; `packages` is a regular expression on its folder. */
export const packageRules: PackageRule[] = [
  {
    name: 'contract-imports-no-package',
    packages: 'core/contract',
    mayImport: [],
    comment: 'Everyone imports the contract. Move what it needs into the contract, or keep it out of the contract.',
  },
  {
    name: 'ledger-imports-contract-only',
    packages: 'core/ledger',
    mayImport: ['core/contract'],
    comment: 'A partner verifies the ledger without a hub. Hand in what the ledger needs as an argument.',
  },
  {
    name: 'process-imports-contract-only',
    packages: 'core/process',
    mayImport: ['core/contract'],
    comment: 'A model is checked and interpreted without a hub. Hand in the facts instead of fetching them.',
  },
  {
    name: 'link-imports-contract-and-ledger',
    packages: 'core/link',
    mayImport: ['core/contract', 'core/ledger'],
    comment: 'The link carries what others mean, and witnesses the log. Let the caller of the link do any other part.',
  },
  {
    name: 'hub-imports-contract-ledger-link-process',
    packages: 'core/hub',
    mayImport: ['core/contract', 'core/ledger', 'core/link', 'core/process'],
    comment:
      'The hub loads plugins by name from its configuration and reaches the rest over the link. Do not import it.',
  },
  {
    name: 'cli-imports-contract-ledger-process-local',
    packages: 'core/cli',
    mayImport: ['core/contract', 'core/ledger', 'core/process', 'deploy/local'],
    comment: 'The command talks to the hub over its public HTTP interface. Call that, or extend it.',
  },
  {
    name: 'console-imports-contract-only',
    packages: 'core/console',
    mayImport: ['core/contract'],
    comment: 'The console talks to the hub over its public HTTP interface. Call that, or extend it.',
  },
  {
    name: 'testkit-imports-contract-link-local',
    packages: 'core/testkit',
    mayImport: ['core/contract', 'core/link', 'deploy/local'],
    comment: 'The testkit judges adapters and plugins from outside. Reach the thing under test over the link or HTTP.',
  },
  {
    name: 'generator-imports-contract-only',
    packages: 'core/create-adapter',
    mayImport: ['core/contract'],
    comment: 'The generator copies a living package as files. Read its files instead of importing it.',
  },
  {
    name: 'bench-imports-contract-link-local',
    packages: 'core/bench',
    mayImport: ['core/contract', 'core/link', 'deploy/local', 'deploy/sources'],
    comment: 'A benchmark measures from outside. Start the thing by path and talk to it over HTTP or the link.',
  },
  {
    name: 'tools-import-no-package',
    packages: 'core/tools',
    mayImport: [],
    comment: 'The tools must work while any package is broken. Start the package as a process instead of importing it.',
  },
  {
    name: 'local-imports-contract-link-ledger',
    packages: 'deploy/local',
    mayImport: ['core/contract', 'core/link', 'core/ledger'],
    comment: 'What runs locally runs in its own process. Start it by path as a child process.',
  },
  {
    name: 'sources-import-no-package',
    packages: 'deploy/sources',
    mayImport: [],
    comment: 'A source system belongs to a partner that never heard of Koppel. Write it without our packages.',
  },
  {
    name: 'operations-import-no-package',
    packages: 'deploy/operations',
    mayImport: [],
    comment: 'Dashboards and manifests are made without a running hub. Let a test look at the hub instead.',
  },
  {
    name: 'http-source-imports-contract-only',
    packages: 'adapters/http-source',
    mayImport: ['core/contract'],
    comment: 'It calls a source system for any adapter. What only one adapter needs belongs in that adapter.',
  },
  {
    name: 'adapters-import-contract-and-link',
    packages: 'adapters/(?!http-source(?:/|$))[^/]+',
    mayImport: ['core/contract', 'core/link', 'adapters/http-source'],
    comment: 'An adapter runs at the partner, alone. Use the contract and the link; copy nothing from another adapter.',
  },
  {
    name: 'plugins-import-contract-only',
    packages: 'plugins/[^/]+',
    mayImport: ['core/contract'],
    comment: 'A plugin receives what it needs from the HubApi. Ask for it in `needs`, or extend the HubApi.',
  },
  {
    name: 'flows-import-contract-and-link',
    packages: 'flows/[^/]+',
    mayImport: ['core/contract', 'core/link', 'flows/nodes'],
    comment: 'A flow runtime is a link client like an adapter. Ask the hub over the link.',
  },
];

/** Hub and testkit have rules of their own with a better sentence. */
const judgedElsewhere = '^core/(hub|testkit)/';

function asForbidden({ name, packages, mayImport, comment }: PackageRule): IForbiddenRuleType {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: `^(${packages})/`, pathNot: '/test/' },
    to: {
      path: '^(core|plugins|adapters|flows|deploy)/',
      pathNot: ['^$1/', judgedElsewhere, ...mayImport.map((folder) => `^${folder}/`)],
    },
  };
}

export const packageBoundaries: IForbiddenRuleType[] = packageRules.map(asForbidden);
