import { runAdapterProcess } from '@koppel/link';
import { adapter } from './index.ts';

await runAdapterProcess(adapter);
