import { checkEvidence, evidenceFindings, type EvidenceBundle, type EvidenceReport } from '@koppel/ledger';
import type { Context } from '../context.ts';
import { CheckFailure, UsageError } from '../exit-code.ts';
import { languageOf } from '../process/run-process-command.ts';

/** @throws CheckFailure when the bundle proves nothing; what is wrong has been printed. */
export async function checkBundle(context: Context, file: string, vkeys: readonly string[]): Promise<void> {
  const report = check(await context.readText(file), vkeys);
  const { bundle: _bundle, ...told } = report;
  context.print(told, () => describeEvidence(context, report));
  if (!report.isGood) throw new CheckFailure('The evidence does not hold');
}

function check(text: string, vkeys: readonly string[]): EvidenceReport {
  try {
    return checkEvidence(text, vkeys);
  } catch (cause) {
    throw new UsageError('A verifier key is written <name>+<key id>+<base64>.', { cause });
  }
}

interface Facts {
  readonly requester: string;
  readonly provider: string;
  readonly asked: string;
  readonly answered: string;
  readonly operation: string;
  readonly agreement: string;
  readonly purpose: string;
  readonly exchange: string;
  readonly indexes: string;
  readonly origin: string;
}

const sentences = {
  nl: {
    proven: 'Bewezen',
    notProven: 'Niet bewezen',
    untrusted:
      'De sleutel van het logboek kwam met de bundel mee: vergelijk hem met een die u van elders kent (--vkey).',
    question: (facts: Facts) =>
      `${facts.requester} vroeg op ${facts.asked} om ${facts.operation}, onder overeenkomst ${facts.agreement}, voor het doel ${facts.purpose}, precies wat in deze bundel staat.`,
    answer: (facts: Facts) => `${facts.provider} antwoordde op ${facts.answered} precies wat in deze bundel staat.`,
    noAnswer: 'Wat er geantwoord is, toont deze bundel niet.',
    log: (facts: Facts) =>
      `Het logboek ${facts.origin} houdt beide vast (uitwisseling ${facts.exchange}, regel ${facts.indexes}).`,
  },
  en: {
    proven: 'Proven',
    notProven: 'Not proven',
    untrusted: 'The key of the log came with the bundle itself: compare it with one you know from elsewhere (--vkey).',
    question: (facts: Facts) =>
      `${facts.requester} asked at ${facts.asked} for ${facts.operation}, under agreement ${facts.agreement}, for the purpose ${facts.purpose}, exactly what is in this bundle.`,
    answer: (facts: Facts) => `${facts.provider} answered at ${facts.answered} exactly what is in this bundle.`,
    noAnswer: 'What was answered, this bundle does not show.',
    log: (facts: Facts) => `The log ${facts.origin} holds this (exchange ${facts.exchange}, entry ${facts.indexes}).`,
  },
} as const;

/** In plain sentences what a bundle proves, or what does not match. */
export function describeEvidence(context: Context, { isGood, isKeyTrusted, findings, bundle }: EvidenceReport): string {
  const words = sentences[languageOf(context)];
  if (!isGood || bundle === undefined) {
    const lines = findings.map((finding) => `  ${evidenceFindings[finding][languageOf(context)]} [${finding}]`);
    return [`${context.paint('red', words.notProven)}:`, ...lines].join('\n');
  }
  const facts = factsOf(bundle);
  const answer = bundle.proof.answer === undefined ? words.noAnswer : words.answer(facts);
  const lines = [words.question(facts), answer, words.log(facts)].map((line) => `  ${line}`);
  return [`${context.paint('green', words.proven)}:`, ...lines, ...(isKeyTrusted ? [] : [words.untrusted])].join('\n');
}

function factsOf({ kept, proof }: EvidenceBundle): Facts {
  const { terms } = kept.question;
  const { question, answer } = proof;
  return {
    requester: terms.requester,
    provider: question.logged.entry.provider?.oin ?? '',
    asked: question.logged.entry.at,
    answered: answer?.logged.entry.at ?? '',
    operation: terms.operation,
    agreement: terms.agreement,
    purpose: terms.purpose,
    exchange: question.logged.entry.exchange ?? '',
    indexes: [question, answer].flatMap((part) => (part ? [part.logged.index] : [])).join(', '),
    origin: proof.checkpoint.split('\n', 1)[0] ?? '',
  };
}
