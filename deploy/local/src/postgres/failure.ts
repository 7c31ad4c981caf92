import { StartError, type StartFault } from '../start-error.ts';

interface Symptom {
  readonly pattern: RegExp;
  readonly fault: StartFault;
  readonly advice: (place: Place) => string;
}

export interface Place {
  readonly dir: string;
  readonly port: number;
}

/** What PostgreSQL says before it gives up, most telling first, and what to do about it. */
const symptoms: readonly Symptom[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/,
    fault: 'disk-full',
    advice: ({ dir }) => `The disk that holds ${dir} is full; free some space and start again, nothing is lost.`,
  },
  {
    pattern: /Address already in use|could not bind|could not create any TCP\/IP sockets/,
    fault: 'port-in-use',
    advice: ({ port }) =>
      `Port ${port} is in use by another program; stop that program or choose another port for PostgreSQL.`,
  },
  {
    pattern: /incompatible with server|initialized by PostgreSQL version/,
    fault: 'damaged',
    advice: ({ dir }) =>
      `The database in ${dir} was made by another version of PostgreSQL; restore a backup, or move the directory away to begin anew.`,
  },
  {
    pattern: /Permission denied|has wrong ownership|has invalid permissions|Operation not permitted/,
    fault: 'not-permitted',
    advice: ({ dir }) =>
      `PostgreSQL may not use ${dir}; give the directory and everything in it to the user that starts Koppel, or set KOPPEL_HOME to another one.`,
  },
  {
    pattern: /error while loading shared libraries|Library not loaded/,
    fault: 'incomplete',
    advice: () =>
      'The embedded PostgreSQL misses a library of this machine; run "npm ci" again, or configure a PostgreSQL of your own.',
  },
  {
    pattern:
      /PANIC|could not (open|read|locate|access|find)|invalid|incorrect checksum|corrupt|not a (valid|database)|bogus/,
    fault: 'damaged',
    advice: ({ dir }) =>
      `The database in ${dir} is damaged; restore a backup of it, or move the directory away to begin anew with an empty one.`,
  },
];

/** Translates the last words of PostgreSQL, once, into what a person can do. */
export function explainFailure(lastWords: string, place: Place): StartError {
  const symptom = symptoms.find(({ pattern }) => pattern.test(lastWords));
  const cause = new Error(lastWords.trim().slice(-4000));
  if (symptom) return new StartError(symptom.fault, symptom.advice(place), { cause });
  return new StartError('failed', `PostgreSQL in ${place.dir} did not start: ${lastLine(lastWords)}`, { cause });
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? 'it said nothing';
