/** What can be wrong with a bundle, in the words of both languages of the house. */
export const evidenceFindings = {
  'bundle.malformed': {
    nl: 'Het bestand is geen bewijsbundel, of niet de canonieke vorm ervan',
    en: 'The file is no evidence bundle, or not the canonical form of one',
  },
  'bundle.incomplete': {
    nl: 'Wat gevraagd of geantwoord is, staat niet in de bundel',
    en: 'What was asked or answered is not in the bundle',
  },
  'log.key-mismatch': {
    nl: 'De bundel is van een ander logboek dan de gegeven sleutel',
    en: 'The bundle is of another log than the given key',
  },
  'checkpoint.not-signed': {
    nl: 'Het controlepunt is niet door het logboek ondertekend',
    en: 'The checkpoint is not signed by the log',
  },
  'question.not-logged': {
    nl: 'De vraag staat zo niet in het logboek',
    en: 'The question is not in the log like this',
  },
  'question.entry-differs': {
    nl: 'De regel in het logboek gaat niet over deze vraag',
    en: 'The entry in the log is not about this question',
  },
  'question.altered': {
    nl: 'De vraag is niet de vraag die ondertekend is',
    en: 'The question is not the one that was signed',
  },
  'question.not-signed': {
    nl: 'De handtekening van de vrager klopt niet',
    en: 'The signature of the requester does not hold',
  },
  'question.key-differs': {
    nl: 'De sleutel van de vrager is niet als de zijne geregistreerd voordat gevraagd werd',
    en: 'The key of the requester was not registered as theirs before they asked',
  },
  'answer.not-logged': {
    nl: 'Het antwoord staat zo niet in het logboek',
    en: 'The answer is not in the log like this',
  },
  'answer.entry-differs': {
    nl: 'De regel in het logboek gaat niet over dit antwoord',
    en: 'The entry in the log is not about this answer',
  },
  'answer.altered': {
    nl: 'Het antwoord is niet het antwoord dat ondertekend is',
    en: 'The answer is not the one that was signed',
  },
  'answer.not-signed': {
    nl: 'De handtekening van de bevraagde klopt niet',
    en: 'The signature of the provider does not hold',
  },
  'answer.key-differs': {
    nl: 'De sleutel van de bevraagde is niet als de zijne geregistreerd voordat geantwoord werd',
    en: 'The key of the provider was not registered as theirs before they answered',
  },
} as const;

export type EvidenceFinding = keyof typeof evidenceFindings;
