import { exchangeBugs } from './exchange-bugs.ts';
import { ledgerBugs } from './ledger-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';

export const plantedBugs: readonly PlantedBug[] = [...exchangeBugs, ...ledgerBugs];
