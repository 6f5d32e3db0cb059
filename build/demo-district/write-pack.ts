/**
 * The pack of the demo district as a file, for the night of today: something to begin with where there is no pack yet.
 * `node build/setup/run.mjs build/demo-district/write-pack.ts FILE`
 */
import { writePack } from '../demo-basemap-file.ts';
import { makeDemoBasemap } from './demo-basemap.ts';
import { makeDemoPack, turningByItself } from './pack.ts';

const hourMs = 3_600_000;
/** The demo district's clock is that of Shanghai; a night goes on until the morning. */
const nightOf = (now: number): string => new Date(now + (8 - 6) * hourMs).toISOString().slice(0, 10);

const [file, ...more] = process.argv.slice(2);
if (file === undefined || more.length > 0) {
  process.stderr.write('usage: node build/setup/run.mjs build/demo-district/write-pack.ts FILE\n');
  process.exitCode = 2;
} else {
  const now = Date.now();
  await writePack(file, turningByItself(makeDemoPack(nightOf(now), now)), makeDemoBasemap().bytes);
  process.stdout.write(`${JSON.stringify({ event: 'pack', file, night: nightOf(now) })}\n`);
}
