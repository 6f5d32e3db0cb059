import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../tests/support/temp-folder.ts';
import { readOnlineMaps } from './config.ts';

const common = { id: 'one', name: '底图', attribution: '某某测绘院' };
const xyz = { ...common, kind: 'xyz', url: 'http://10.0.0.1/{z}/{x}/{y}.png', crs: 'cgcs2000' };
const wms = { ...common, kind: 'wms', url: 'http://10.0.0.1/wms', version: '1.3.0', layers: ['a'], crs: 'EPSG:3857' };
const tianditu = { ...common, kind: 'tianditu', keyFile: 'tdt.key' };
const secret = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

function read(sources: readonly object[], env = {}, key = `${secret}\n`) {
  const folder = temporaryFolder();
  const file = join(folder, 'online.json');
  writeFileSync(file, JSON.stringify({ sources }));
  writeFileSync(join(folder, 'tdt.key'), key);
  chmodSync(join(folder, 'tdt.key'), 0o600);
  return readOnlineMaps(file, env);
}
const advice = (...given: Parameters<typeof read>): string => {
  const found = read(...given);
  return found.ok ? 'taken' : found.error.advice.replace(/^.*online\.json: /, '');
};

test('the key comes from a file beside it or from the environment, without its line end', () => {
  const both = read([tianditu, { ...xyz, id: 'two', url: `${xyz.url}?k={key}`, keyEnv: 'CITY_KEY' }], {
    CITY_KEY: 'city-key',
  });
  expect(both.ok && both.value.sources.map(({ key }) => key)).toEqual([secret, 'city-key']);
  expect(both.ok && both.value.secrets.map((file) => file.endsWith('tdt.key'))).toEqual([true]);
});

describe('refused, with the field', () => {
  test.each<readonly [string, readonly object[]]>([
    ['sources.0.crs：', [{ ...xyz, crs: 'gcj02' }]],
    ['sources.0.crs：', [{ ...xyz, crs: 'bd09' }]],
    ['sources.0.crs：', [{ ...xyz, crs: undefined }]],
    ['sources.0.url：', [{ ...xyz, url: 'https://webrd01.is.autonavi.com/a?x={x}&y={y}&z={z}' }]],
    ['sources.0.url：', [{ ...xyz, url: 'https://rt{s}.map.gtimg.com/{z}/{x}/{y}', subdomains: ['0'] }]],
    ['sources.0.url：', [{ ...xyz, url: 'http://10.0.0.1/{z}/{x}' }]],
    ['sources.0.url：', [{ ...xyz, url: 'http://10.0.0.1/{z}/{x}/{y}/{-y}' }]],
    ['sources.0.url：', [{ ...xyz, url: 'http://10.0.0.1/{z}/{x}/{y}/{quadkey}' }]],
    ['sources.0.url：', [{ ...xyz, url: 'file:///tiles/{z}/{x}/{y}' }]],
    ['sources.0.url：', [{ ...xyz, url: 'http://user:pass@10.0.0.1/{z}/{x}/{y}' }]],
    ['sources.0.url：', [{ ...xyz, url: 'http://10.0.0.1/{z}/{x}/{y}?tk=abcdef' }]],
    ['sources.0.subdomains：', [{ ...xyz, url: 'http://{s}.example/{z}/{x}/{y}' }]],
    ['sources.0.keyFile：', [{ ...xyz, url: `${xyz.url}?k={key}` }]],
    ['sources.0.keyFile：', [{ ...tianditu, keyFile: undefined }]],
    ['sources.0.keyFile：', [{ ...tianditu, keyFile: 'missing.key' }]],
    ['sources.0.keyEnv：', [{ ...tianditu, keyFile: undefined, keyEnv: 'NOT_SET' }]],
    ['sources.0.keyEnv：', [{ ...tianditu, keyEnv: 'BOTH' }]],
    ['sources.0.layers.0：', [{ ...tianditu, layers: ['road'] }]],
    ['sources.0.attribution：', [{ ...xyz, attribution: ' ' }]],
    ['sources.0.version：', [{ ...wms, version: '1.1.0' }]],
    ['sources.0.crs：', [{ ...wms, crs: 'EPSG:4547' }]],
    ['sources.0.minZoom：', [{ ...wms, crs: 'EPSG:4326', minZoom: 5 }]],
    ['sources.0.maxZoom：', [{ ...xyz, minZoom: 15, maxZoom: 12 }]],
    ['sources.0.ca：', [{ ...xyz, ca: 'tdt.key' }]],
    ['sources.1.id：', [xyz, xyz]],
    [
      'sources.1.preferred：',
      [
        { ...xyz, preferred: true },
        { ...xyz, id: 'two', preferred: true },
      ],
    ],
    ['sources.0.password：', [{ ...xyz, password: 'x' }]],
    ['sources：', []],
  ])('%s', (field, sources) => {
    expect(advice(sources)).toMatch(new RegExp(`^${field.replace('.', '\\.')}`));
  });

  test('a file with something else than a key; and what is in it is not said', () => {
    expect(advice([tianditu], {}, 'two words')).toBe('sources.0.keyFile：tdt.key 里不是密钥');
  });

  test('no file, and no JSON', () => {
    const folder = temporaryFolder();
    expect(readOnlineMaps(join(folder, 'none.json'), {})).toMatchObject({ ok: false });
    writeFileSync(join(folder, 'bad.json'), '{');
    expect(readOnlineMaps(join(folder, 'bad.json'), {})).toMatchObject({
      error: { argument: '--online-basemaps', advice: expect.stringContaining('不是 JSON 文件') },
    });
  });
});
