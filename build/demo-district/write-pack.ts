/**
 * The pack of a district that comes along as a file, for the night of today: something to begin with where there is no pack
 * yet. `node build/setup/run.mjs build/demo-district/write-pack.ts FILE [DISTRICT]`
 */
import { writePack } from '../demo-basemap-file.ts';
import { districtNamed, districtNames } from '../districts.ts';
import { turningByItself } from './pack.ts';

const hourMs = 3_600_000;
/** The demo district's clock is that of Shanghai; a night goes on until the morning. */
const nightOf = (now: number): string => new Date(now + (8 - 6) * hourMs).toISOString().slice(0, 10);

const [file, name = 'demo', ...more] = process.argv.slice(2);
const district = districtNamed(name);
if (file === undefined || district === undefined || more.length > 0) {
  process.stderr.write('usage: node build/setup/run.mjs build/demo-district/write-pack.ts FILE [DISTRICT]\n');
  process.stderr.write(`DISTRICT is one of ${districtNames.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const now = Date.now();
  await writePack(file, turningByItself(district.pack(nightOf(now), now)), district.basemap?.make());
  process.stdout.write(`${JSON.stringify({ event: 'pack', file, district: name, night: nightOf(now) })}\n`);
}
