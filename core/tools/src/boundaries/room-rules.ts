import type { IForbiddenRuleType } from 'dependency-cruiser';
import { npmPackages } from './house-rules.ts';

/** Rooms whose work is input and output: the broker and the data source, HTTP, and loading plugins. */
const roomsAtTheEdge = '(platform|gateway|plugins)';

/** The composition root: the only file that knows every room. */
const composition = '^core/hub/src/hub\\.ts$';

export const roomBoundaries: IForbiddenRuleType[] = [
  {
    name: 'rooms-are-strangers',
    severity: 'error',
    comment:
      'A room may run on another node. Call its action through the broker, or move the shared part to platform/.',
    from: { path: '^core/hub/src/([^/]+)/' },
    to: { path: '^core/hub/src/', pathNot: '^core/hub/src/($1|platform)/' },
  },
  {
    name: 'hub-composes-the-rooms',
    severity: 'error',
    comment: 'hub.ts is the composition root and the only file that knows every room. Wire the room there.',
    from: { path: '^core/hub/src/[^/]+\\.ts$', pathNot: composition },
    to: { path: '^core/hub/src/[^/]+/', pathNot: '^core/hub/src/platform/' },
  },
  {
    name: 'stores-own-typeorm',
    severity: 'error',
    comment: 'Only a room’s *.store.ts and its migrations/ speak to the database. Add a method to the store.',
    from: {
      path: '^core/hub/src/',
      pathNot: ['\\.store\\.ts$', '/migrations/', '^core/hub/src/platform/'],
    },
    to: { path: npmPackages('typeorm', 'pg') },
  },
  {
    name: 'services-own-moleculer',
    severity: 'error',
    comment:
      'Only *.service.ts, platform/ and hub.ts know the framework. Keep the rule plain and call it from the service.',
    from: {
      path: '^core/hub/src/',
      pathNot: ['\\.service\\.ts$', '^core/hub/src/platform/', composition],
    },
    to: { path: npmPackages('moleculer') },
  },
  {
    name: 'routes-own-fastify',
    severity: 'error',
    comment: 'Only *.routes.ts and gateway/ know HTTP. Keep the rule plain and call it from the route.',
    from: { path: '^core/hub/src/', pathNot: ['\\.routes\\.ts$', '^core/hub/src/gateway/'] },
    to: { path: npmPackages('fastify', '@fastify/[^/]+') },
  },
  {
    name: 'rules-do-no-io',
    severity: 'error',
    comment: 'A file without a suffix holds rules only. Move the input or output to the service, store or platform/.',
    from: { path: `^core/hub/src/(?!${roomsAtTheEdge}/)[^/]+/[^./]+\\.ts$` },
    to: {
      path: [
        '^(fs|net|http|https|http2|tls|dgram|dns|child_process|cluster|worker_threads)(/promises)?$',
        npmPackages('undici'),
      ],
    },
  },
];
