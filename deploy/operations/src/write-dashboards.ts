import { mkdir, writeFile } from 'node:fs/promises';
import { dashboardFiles } from './dashboards/dashboards.ts';

const folder = new URL('../../grafana/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, text] of dashboardFiles()) await writeFile(new URL(name, folder), text);
