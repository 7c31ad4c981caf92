import { Type } from 'typebox';
import { defineRoute, type Route } from '../platform/route.ts';
import { describeApi } from './openapi.ts';

/** `GET /v1/openapi.json`: for anyone, from any origin (API Design Rules: `/core/publish-openapi`). */
export function openapiRoute(routes: readonly Route[], issuer: string): Route {
  const self: Route = defineRoute({
    method: 'GET',
    path: '/v1/openapi.json',
    operationId: 'getOpenApi',
    summary: 'The description of this interface',
    policy: 'anonymous',
    responses: {
      200: {
        description: 'An OpenAPI 3.1 document',
        headers: { 'Access-Control-Allow-Origin': 'Any origin may read the description' },
        body: { schema: Type.Object({ openapi: Type.String() }), example: { openapi: '3.1.0' } },
      },
    },
    errors: [],
    perform: async () => ({ status: 200, headers: { 'access-control-allow-origin': '*' }, body: document }),
  });
  const document: Buffer = Buffer.from(JSON.stringify(describeApi([...routes, self], issuer)));
  return self;
}
