import { runAlone } from './source/run-alone.ts';
import { wholeNumber } from './source/whole-number.ts';
import { startTax } from './tax/start-tax.ts';

await runAlone({
  name: 'tax',
  purpose: "the tax authority's incomes and business relations, synthetic",
  environment: {
    TAX_CLIENT_ID: 'OAuth2 client id; default "demonstration"',
    TAX_CLIENT_SECRET: 'OAuth2 client secret; default "demonstration"',
    TAX_TOKEN_LIFETIME: 'seconds that an access token lives; default 60',
    TAX_RATE_LIMIT: 'questions per second; default 5000',
  },
  start: (options, environment) =>
    startTax({
      ...options,
      clientId: environment['TAX_CLIENT_ID'] ?? 'demonstration',
      clientSecret: environment['TAX_CLIENT_SECRET'] ?? 'demonstration',
      tokenLifetimeSeconds: wholeNumber('TAX_TOKEN_LIFETIME', environment['TAX_TOKEN_LIFETIME'] ?? '60'),
      rateLimit: { questions: wholeNumber('TAX_RATE_LIMIT', environment['TAX_RATE_LIMIT'] ?? '5000'), perSeconds: 1 },
    }),
});
