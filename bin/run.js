#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';

const entry = new URL('../dist/src/cli/main.js', import.meta.url);

if (process.argv.length === 3 && process.argv[2] === '--version') {
  // What oclif would print, without the time it takes to load.
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else if (existsSync(entry)) {
  const { main } = await import(entry.href);
  await main(import.meta.url);
} else {
  process.stderr.write('plimsoll: this checkout is not built yet. What to do: `npm start` (runs the main job) or `npm run build`.\n');
  process.exitCode = 2;
}
