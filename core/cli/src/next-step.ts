import type { ProblemCode } from '@koppel/contract';

/** What a person at a terminal can do about a problem, for the codes where the title does not say it. */
const steps: Partial<Record<ProblemCode, string>> = {
  'hub.unavailable': 'Start one with "koppel start", or name the right one with --hub.',
  'client.assertion-invalid':
    'Check that the key of this profile is registered ("koppel keys list") and that the clock is right ("koppel doctor").',
  'token.insufficient-scope':
    'Use a profile whose key holds this scope (--profile), or register one with "koppel keys add".',
  'token.person-required': 'Say for whom you work: --person <pseudonym>, or KOPPEL_PERSON.',
  'mandate.missing':
    'See what this person is mandated to: "koppel whoami". Their organisation gives it: "koppel mandates give".',
  'agreement.not-found': 'See which agreements this organisation has: "koppel agreements list".',
  'agreement.not-active': 'Both organisations must sign it: "koppel agreements sign".',
  'agreement.suspended': 'See who suspended it and why: "koppel agreements show".',
  'agreement.purpose-mismatch':
    'Ask for the purpose of the agreement ("koppel agreements show"), or agree on another one.',
  'agreement.mode-mismatch': 'Ask in the mode of the agreement: --mode match or --mode content.',
  'agreement.prerequisite-missing': 'Name what the agreement asks for: --prerequisite <kind>=<reference>.',
  'model.invalid': 'Mend what is told and repeat the command; "koppel model validate" looks for faults without a hub.',
  'process.guard-unmet':
    'Give what is missing: statements, present, result or lessons as JSON with --input <file>; "show <id>" tells what each action needs.',
  'process.action-unknown': 'See what you can do now: "show <id>" of the signal, case, task or intervention.',
  'process.transition-refused': 'See what you can do now: "show <id>" of the signal, case, task or intervention.',
  'process.role-missing': 'See in which roles you act: "koppel whoami"; "show <id>" tells what you can do now.',
  'process.four-eyes': 'Ask a colleague, or a partner, who holds the same office: --person <pseudonym>.',
  'resource.changed': 'Look at it again and repeat the command.',
  'adapter.absent': 'See which adapters are connected: "koppel adapters list".',
  'exchange.already-answered': 'Ask again without the idempotency key, or with a new one.',
  'ledger.unavailable': 'Nothing has moved. See what the hub says at /health/ready, then ask again.',
};

/** A sentence to go on with; every code has its own paragraph in the documents. */
export function nextStep(code: ProblemCode): string {
  return steps[code] ?? `See docs/errors.md, "${code}".`;
}
