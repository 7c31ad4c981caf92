import { runAdapterProcess } from '@koppel/link';
import { permitAdapter } from './permit-adapter.ts';

await runAdapterProcess(permitAdapter);
