#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/src/cli/main.js', import.meta.url);

if (existsSync(entry)) {
  const { main } = await import(entry.href);
  await main(import.meta.url);
} else {
  process.stderr.write('plimsoll: this checkout is not built yet. What to do: `npm start` (runs the main job) or `npm run build`.\n');
  process.exitCode = 2;
}
