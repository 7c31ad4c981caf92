import { describe, expect, test } from '@jest/globals';
import { compileSchema, KoppelError, toProblem } from '@koppel/contract';
import { describeApi } from '../../src/gateway/openapi.ts';
import { codesOf, problemSchema } from '../../src/gateway/openapi-problems.ts';
import { allRoutes, issuer } from './all-routes.ts';

const bodiesOf = (route: (typeof allRoutes)[number]) => [
  ...(route.body ? [{ title: `${route.operationId} is asked`, ...route.body }] : []),
  ...Object.entries(route.responses).flatMap(([status, { body }]) =>
    body ? [{ title: `${route.operationId} answers ${status}`, ...body }] : [],
  ),
];

/** Lines and notes are text of their own form; their schema says no more than that. */
const jsonBodies = allRoutes
  .flatMap(bodiesOf)
  .filter(({ mediaType = 'application/json' }) => !/text|ndjson/.test(mediaType));

describe('the description of the interface', () => {
  test.each(jsonBodies)('shows an example that fits the schema of what $title', ({ schema, example }) => {
    expect(compileSchema(schema).faultsOf(example)).toEqual([]);
  });

  test('holds every route once, below the server of its version', () => {
    const { paths, servers } = describeApi(allRoutes, issuer) as { paths: Record<string, object>; servers: object[] };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} /v1${path}`),
    );
    expect(described.sort()).toEqual(allRoutes.map(({ method, path }) => `${method} ${path}`).sort());
    expect(servers).toEqual([{ url: `${issuer}/v1`, description: 'This hub' }]);
  });

  test('tells which scopes an operation asks for, any one of them', () => {
    const { paths } = describeApi(allRoutes, issuer) as {
      paths: Record<string, Record<string, { security: object[] }>>;
    };
    expect(paths['/exchanges']?.['post']?.security).toEqual([{ koppel: ['exchange'] }]);
    expect(paths['/agreements']?.['get']?.security).toEqual([{ koppel: ['agreements'] }, { koppel: ['operate'] }]);
    expect(paths['/token']?.['post']?.security).toEqual([]);
  });

  test.each(allRoutes.map((route) => [route.operationId, route] as const))(
    'of %s has a problem for every code it can answer',
    (_id, route) => {
      const problem = compileSchema(problemSchema);
      for (const code of codesOf(route)) expect(problem.isValid(toProblem(new KoppelError(code)))).toBe(true);
      expect(codesOf(route)).toEqual(expect.arrayContaining([...route.errors, 'hub.failed', 'request.invalid']));
    },
  );

  test('holds no reference that leads nowhere', () => {
    const document = describeApi(allRoutes, issuer);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    const find = (path: string) =>
      path.split('/').reduce<unknown>((tree, name) => (tree as Record<string, unknown> | undefined)?.[name], document);
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((path) => find(path) === undefined)).toEqual([]);
  });
});
