/** `npm run basemap` as a bureau runs it: a process, its words and its exit codes. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { must } from '../../shared/lib/must.ts';
import { archiveOf, featuresOf, tileAt, vectorTile } from '../support/archive.ts';
import { sharedData } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const entry = join(import.meta.dirname, '..', '..', 'build', 'basemap', 'main.ts');

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function basemap(...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [entry, ...args]);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as {
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    };
    return { code, out: stdout, err: stderr };
  }
}

const facts = ['--name', '试', '--attribution', '测绘处'] as const;

const streets = sharedData('shanghai', 'xuhui-huangpu-streets-osm.geojson');
const transport = sharedData('shanghai', 'transport-central-osm.geojson');
const proof = sharedData('shanghai', 'proof-xuhui-huangpu.pmtiles');

test.skipIf(streets === undefined || transport === undefined)(
  'real streets, metro lines and stations become a basemap',
  async () => {
    const out = join(temporaryFolder(), 'shanghai.pmtiles');
    const [polygons, lines] = [must(streets, 'streets'), must(transport, 'transport')];
    const made = await basemap(
      ...['--out', out, ...facts, '--district', polygons],
      ...['--layer', `boundary=${polygons},as=street`, '--layer', `label=${polygons},as=street`],
      ...['--layer', `rail=${lines},where=layer:metro_line,as=metro`],
      ...['--layer', `station=${lines},where=layer:metro_station,as=metro`],
    );
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('layers: boundary 23, label 23, rail 18, station 88');
    expect(made.out).toContain('features in no tile (smaller than its grid): none');
    const archive = archiveOf(readFileSync(out));
    const tile = await vectorTile(archive, 14, ...tileAt(14, 121.437, 31.195));
    expect(featuresOf(tile, 'station').map(({ properties }) => properties['name'])).toContain('徐家汇');
    expect(featuresOf(tile, 'rail').length).toBeGreaterThan(0);
    const checked = await basemap('--from', out);
    expect(checked.out).toContain('every tile decodes');
    expect(checked.out).toContain('format: lianqin-1');
  },
);

test.skipIf(proof === undefined)('the sample archive of another maker is checked and described', async () => {
  const checked = await basemap('--from', must(proof, 'proof'));
  expect(checked.code).toBe(0);
  expect(checked.out).toContain('zoom 14: 80 tiles');
  expect(checked.out).toMatch(/layer street_label: 140 in tiles/);
  expect(checked.out).toContain('every tile decodes');
});

test('wrong data end with 1 and name the file; wrong commands end with 2 and say how', async () => {
  const folder = temporaryFolder();
  const [bad, out] = [join(folder, 'bad.geojson'), join(folder, 'out.pmtiles')];
  writeFileSync(bad, '{"type": "FeatureColl');
  const broken = await basemap('--out', out, ...facts, '--layer', `road=${bad}`);
  expect(broken.code).toBe(1);
  expect(broken.err).toContain('bad.geojson: no JSON');
  expect(broken.err).not.toMatch(/^\s+at /m);
  const cut = join(folder, 'cut.pmtiles');
  writeFileSync(cut, 'PMTiles');
  expect(await basemap('--from', cut)).toMatchObject({
    code: 1,
    err: expect.stringContaining('cut.pmtiles: not a PMTiles'),
  });

  const wrong = [
    [['--layer', `road=${bad}`], '--out FILE.pmtiles is missing'],
    [['--out', out, '--layer', `road=${bad}`, '--name', 'a'], '--attribution TEXT is missing'],
    [['--out', out, ...facts, '--layer', `roads=${bad}`], 'no layer roads'],
    [['--out', out, ...facts, '--layer', `road=${bad}`, '--crs', 'xian80'], '--crs xian80: there are wgs84'],
    [['--out', out, ...facts, '--layer', `road=${bad}`, '--max-zoom', '99'], '--max-zoom 99'],
    [['--from', 'a.tif'], 'a .mbtiles or .pmtiles file is wanted'],
  ] as const;
  for (const [args, reason] of wrong) {
    const outcome = await basemap(...args);
    expect(outcome.code).toBe(2);
    expect(outcome.err).toContain(reason);
    expect(outcome.err).toContain('usage: npm run basemap');
  }
});
