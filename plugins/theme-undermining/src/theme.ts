import { defineTheme } from '@koppel/contract';
import { agreementTemplates } from './agreement-templates.ts';

/** The joint approach to undermining crime, as the Dutch regional information centres work. */
export const theme = defineTheme({
  name: 'undermining',
  modelFile: new URL('../model/reference-model.yaml', import.meta.url),
  agreementTemplates,
  flows: [new URL('../flows/known-address.json', import.meta.url)],
});
