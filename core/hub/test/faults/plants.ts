/** Unmistakable, and nobody's: a bsn that is not issued, a name, a street, a postcode. */
export const plants = {
  bsn: '999992740',
  name: 'Zuiderduin-Plantinga',
  street: 'Planteenlaan',
  postcode: '9999XK',
} as const;

const spellings = (plant: string): string[] => [
  plant,
  Buffer.from(plant).toString('hex'),
  Buffer.from(plant).toString('base64').replace(/=+$/, ''),
  Buffer.from(plant).toString('base64url'),
];

/** The plants that a text holds, however spelled. */
export function findPlants(text: string): string[] {
  const lower = text.toLowerCase();
  return Object.values(plants).filter((plant) =>
    spellings(plant).some((spelling) => lower.includes(spelling.toLowerCase())),
  );
}
