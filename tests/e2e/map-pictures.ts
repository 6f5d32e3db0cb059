/**
 * Pictures of the map to look at, at every zoom of a range, by night and by day, on both of its grounds.
 * `node tests/e2e/map-pictures.ts --out DIR [--zooms 10-18] [--themes dark,light] [--grounds webgl,flat] [--at LON,LAT]
 * [--units N] [--layers night|all|none] [--basemap FILE.pmtiles] [--size 1920x1080]`
 *
 * Files are named `<ground>-<theme>-<zoom>.png`. Without `--basemap` the demo district's city is drawn.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { chromium } from 'playwright';
import { makeDemoBasemap } from '../../build/demo-district/demo-basemap.ts';
import { chromiumFlags, ensureChromium } from '../../build/setup/chromium.ts';
import { maxZoom, minZoom } from '../../renderer/map/camera.ts';
import { presets } from '../../renderer/map/presets.ts';
import type { MapLayers } from '../../renderer/map/types.ts';
import { tempFolder } from '../support/hub-process.ts';
import { buildMapPage, serveMapPage } from '../support/map-page.ts';
import type { MapPage } from './map-page/page-door.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    zooms: { type: 'string', default: '10-18' },
    themes: { type: 'string', default: 'dark,light' },
    grounds: { type: 'string', default: 'webgl,flat' },
    at: { type: 'string', default: '121.4365,31.1885' },
    units: { type: 'string', default: '0' },
    layers: { type: 'string', default: 'night' },
    basemap: { type: 'string' },
    size: { type: 'string', default: '1920x1080' },
  },
});

function numbers(text: string, between: string, option: string): [number, number] {
  const [a, b, more] = text.split(between).map(Number);
  if (a === undefined || b === undefined || more !== undefined || !Number.isFinite(a) || !Number.isFinite(b))
    throw new Error(`--${option}: two numbers with ${between} between them, not ${text}`);
  return [a, b];
}

const { out } = values;
if (out === undefined) throw new Error('--out: name the folder for the pictures');
const [from, to] = numbers(values.zooms, '-', 'zooms');
if (from < minZoom || to > maxZoom || from > to)
  throw new Error(`--zooms: within ${String(minZoom)}-${String(maxZoom)}, not ${values.zooms}`);
const at = numbers(values.at, ',', 'at');
const [width, height] = numbers(values.size, 'x', 'size');
const none = Object.fromEntries(Object.keys(presets.night).map((name) => [name, name === 'grids' ? null : false]));
const layersNamed: Readonly<Record<string, MapLayers | null>> = {
  night: presets.night,
  none: { ...(none as unknown as MapLayers), roads: true },
  // As the page opens them.
  all: null,
};
const layers = layersNamed[values.layers];
if (layers === undefined) throw new Error(`--layers: night, all or none, not ${values.layers}`);

const tell = <A>(page: Page, call: (map: MapPage, arg: A) => void, arg: A): Promise<void> =>
  page.evaluate(`(${call.toString()})(window.mapPage, ${JSON.stringify(arg)})`);

/** Every tile and name of the view is there, and its marks. */
async function settled(page: Page, zoom: number): Promise<void> {
  // The scale says of the zoom only what it rounds to: the view stands when its picture does. Units that move never do.
  let before = '';
  const looks = Number(values.units) > 0 ? 16 : Infinity;
  for (let same = 0, look = 0; same < 3 && look < looks; look += 1) {
    await page.waitForTimeout(250);
    const now = (await page.locator('.district-map-marks').getAttribute('data-marks')) ?? '';
    const idle = await page.locator('.district-map-ground').getAttribute('data-idle');
    same = now === before && idle === 'true' ? same + 1 : 0;
    before = now;
  }
  process.stdout.write(`zoom ${String(zoom)}: ${before}\n`);
}

mkdirSync(out, { recursive: true });
const folder = tempFolder();
const bytes = values.basemap === undefined ? makeDemoBasemap().bytes : readFileSync(values.basemap);
await buildMapPage(folder);
const server = await serveMapPage(folder, new Map([['shown', { bytes: Buffer.from(bytes) }]]));
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
try {
  for (const ground of values.grounds.split(',')) {
    for (const theme of values.themes.split(',')) {
      const page = await browser.newPage({ viewport: { width, height }, locale: 'zh-CN' });
      await page.goto(`${server.url}?renderer=${ground}&basemap=shown&theme=${theme}&desk&few`);
      const map = page.locator('.district-map');
      await page.locator('.district-map[data-basemap="ready"]').waitFor({ timeout: 60_000 });
      if (layers !== null) await tell(page, (door, wanted) => door.set({ layers: wanted }), layers);
      if (Number(values.units) > 0) await tell(page, (door, n) => door.drive(n), Number(values.units));
      // Of a stretch too small for any zoom the nearest one is shown; from there it is a whole step each time.
      const close = [at[0] - 1e-7, at[1] - 1e-7, at[0] + 1e-7, at[1] + 1e-7] as const;
      await tell(page, (door, bounds) => door.set({ focus: { bounds, change: 1 } }), close);
      await settled(page, maxZoom);
      await map.focus();
      for (let zoom = maxZoom - 1; zoom >= from; zoom -= 1) {
        await page.keyboard.press('-');
        await settled(page, zoom);
        if (zoom > to) continue;
        const drawnBy = await map.getAttribute('data-ground');
        if (drawnBy !== ground) throw new Error(`the ground is ${String(drawnBy)}, not ${ground}`);
        await page.screenshot({ path: join(out, `${ground}-${theme}-${String(zoom)}.png`), timeout: 60_000 });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
