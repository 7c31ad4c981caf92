import type { Activity } from './records.ts';

/** Names that no one bears: a Greek letter, then a word for "example" with a tree. */
export const givenNames = [
  'Alfa',
  'Beta',
  'Gamma',
  'Delta',
  'Epsilon',
  'Zeta',
  'Theta',
  'Jota',
  'Kappa',
  'Lambda',
  'Omikron',
  'Sigma',
  'Ypsilon',
  'Omega',
];

export const familyPrefixes = ['Voorbeeld', 'Proef', 'Fictief', 'Test', 'Denkbeeld'];

export const trees = [
  'Populier',
  'Linde',
  'Esdoorn',
  'Wilg',
  'Beuk',
  'Eik',
  'Berk',
  'Els',
  'Kastanje',
  'Iep',
  'Meidoorn',
  'Lariks',
];

export const city = 'Voorbeeldstad';

export const streets = [
  'Voorbeeldstraat',
  'Fictielaan',
  'Proefkade',
  'Testplein',
  'Denkbeeldweg',
  'Schijnhof',
  'Verzinsingel',
  'Oefenpad',
];

export const firmNames: Readonly<Record<Activity, string>> = {
  catering: 'Fictief Eethuis',
  retail: 'Voorbeeldwinkel',
  'car-repair': 'Proefgarage',
  storage: 'Testopslag',
  hairdressing: 'Denkbeeldkapper',
};

export const activities = ['catering', 'retail', 'car-repair', 'storage', 'hairdressing'] as const;
