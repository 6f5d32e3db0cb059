/**
 * The basemap of the demo district as a file.
 * `node build/setup/run.mjs build/demo-district/write-basemap.ts FILE.pmtiles`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDemoBasemap } from './demo-basemap.ts';

const [file, ...more] = process.argv.slice(2);
if (file === undefined || more.length > 0) {
  process.stderr.write('usage: node build/setup/run.mjs build/demo-district/write-basemap.ts FILE.pmtiles\n');
  process.exitCode = 2;
} else {
  const { bytes, tiles } = makeDemoBasemap();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  process.stdout.write(`${JSON.stringify({ event: 'basemap', file, bytes: bytes.length, tiles })}\n`);
}
