import { describe, expect, test } from 'vitest';
import { must } from '../../shared/lib/must.ts';
import { minute, parseIso } from '../../shared/lib/time.ts';
import type { WrittenFix } from './track-files.ts';
import { csvOf, gpxOf } from './track-files.ts';

const at = must(parseIso('2026-11-21T23:14:05+08:00'), 'instant');
const fix = (after: number, rest: Partial<WrittenFix> = {}): WrittenFix => ({
  ...{ at: at + after, lon: 121.4586012, lat: 31.1936009, poor: false, replayed: false },
  ...rest,
});
const track = (fixes: readonly WrittenFix[], name = '机动三组') => ({
  ...{ unit: 'm3', name, from: at, to: at + 60 * minute, utcOffset: 480, fixes },
});

/** An element with what is in it, in order. */
interface Element {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: Element[];
  text: string;
}

/** Reads XML strictly enough to see that it is well-formed: every tag closed in its turn, no bare & or <. */
function read(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const body = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  expect(body).not.toBe(xml);
  for (const [, tag, text = ''] of body.matchAll(/<([^<>]*)>|([^<>]+)/g)) {
    const top = must(open.at(-1), 'an open element');
    if (tag === undefined) {
      expect(text).not.toMatch(/&(?!(amp|lt|gt|quot);)/);
      top.text += text;
    } else if (tag.startsWith('/')) {
      expect(tag.slice(1)).toBe(top.name);
      open.pop();
    } else {
      const [name = ''] = tag.split(/[ /]/);
      const attributes = Object.fromEntries(
        [...tag.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
      );
      const element: Element = { name, attributes, children: [], text: '' };
      top.children.push(element);
      if (!tag.endsWith('/')) open.push(element);
    }
  }
  expect(open).toHaveLength(1);
  return must(root.children[0], 'a root');
}

/** Children that GPX 1.1 allows in each type, in the order of its sequences; of ours only what the files use. */
const sequences: { readonly [name: string]: readonly string[] } = {
  gpx: ['metadata', 'wpt', 'rte', 'trk', 'extensions'],
  metadata: ['name', 'desc', 'author', 'copyright', 'link', 'time', 'keywords', 'bounds', 'extensions'],
  trk: ['name', 'cmt', 'desc', 'src', 'link', 'number', 'type', 'extensions', 'trkseg'],
  trkseg: ['trkpt', 'extensions'],
  trkpt: [
    ...['ele', 'time', 'magvar', 'geoidheight', 'name', 'cmt', 'desc', 'src', 'link', 'sym', 'type', 'fix', 'sat'],
    ...['hdop', 'vdop', 'pdop', 'ageofdgpsdata', 'dgpsid', 'extensions'],
  ],
};
const repeated = new Set(['wpt', 'rte', 'trk', 'link', 'trkseg', 'trkpt']);
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The rules of https://www.topografix.com/GPX/1/1/gpx.xsd, for the types above. */
function expectGpx(element: Element): void {
  const sequence = sequences[element.name];
  if (element.name === 'time') expect(element.text).toMatch(dateTime);
  if (element.name === 'trkpt') {
    const [lat, lon] = [Number(element.attributes['lat']), Number(element.attributes['lon'])];
    expect(lat >= -90 && lat <= 90).toBe(true);
    // `longitudeType`: 180 itself is not among them.
    expect(lon >= -180 && lon < 180).toBe(true);
  }
  if (element.name === 'extensions') {
    // Anything of another namespace, and of no other.
    for (const child of element.children) expect(child.name).toMatch(/^lq:/);
    return;
  }
  if (sequence === undefined) return expect(element.children, element.name).toEqual([]);
  const places = element.children.map(({ name }) => sequence.indexOf(name));
  expect(places).not.toContain(-1);
  for (const [n, place] of places.entries()) {
    const before = places[n - 1] ?? -1;
    expect(place >= before, `${element.name} in order`).toBe(true);
    if (place === before) expect(repeated.has(sequence[place] ?? '')).toBe(true);
  }
  for (const child of element.children) expectGpx(child);
}

describe('GPX', () => {
  test('keeps the rules of the schema: its elements in their order, degrees and times as it has them', () => {
    const full = {
      speed: 36,
      heading: 90,
      accuracy: 12,
      device: 'jt808:1<',
      deviceAt: at - minute,
      poor: true,
      replayed: true,
    };
    const { text, file } = gpxOf(track([fix(0), fix(10_000, full), fix(20_000, { lon: 180 })]));
    const root = read(text);
    expect(root.name).toBe('gpx');
    expect(root.attributes).toMatchObject({ version: '1.1', creator: 'Lianqin' });
    expect(root.attributes['xmlns']).toBe('http://www.topografix.com/GPX/1/1');
    expect(root.attributes['xmlns:lq']).toBeDefined();
    expectGpx(root);
    expect(text).toContain('<time>2026-11-21T15:14:05.000Z</time>');
    expect(text).toContain('<lq:speed>10.00</lq:speed><lq:course>90</lq:course><lq:accuracy>12</lq:accuracy>');
    expect(text).toContain('<lq:source>jt808:1&lt;</lq:source>');
    expect(text).toContain('<lq:deviceTime>2026-11-21T15:13:05.000Z</lq:deviceTime>');
    expect(file).toBe('轨迹_机动三组_20261121-2314_20261122-0014.gpx');
  });

  test('a silence parts segments; names cannot break the file', () => {
    const { text, file } = gpxOf(track([fix(0), fix(10_000), fix(10 * minute)], 'A&B <"组">\u0007/..'));
    const root = read(text);
    expectGpx(root);
    expect(text.match(/<trkseg>/g)).toHaveLength(2);
    expect(text).toContain('A&amp;B &lt;&quot;组&quot;&gt;/..');
    expect(file).not.toMatch(/[\\/<>"&]/);
    expect(file).not.toContain('\u0007');
  });

  test('a way without a fix is a file all the same', () => {
    expectGpx(read(gpxOf(track([])).text));
  });
});

test('CSV: with its mark, both clocks as the district has them, empty where nothing is known', () => {
  const { text, file } = csvOf(
    track([
      fix(0),
      fix(10_400, { speed: 36, heading: 90, accuracy: 12, deviceAt: at - minute, poor: true, replayed: true }),
      fix(20_400, { device: 'import:车,1' }),
      fix(30_400, { device: '=1+1' }),
    ]),
  );
  expect(text.charCodeAt(0)).toBe(0xfeff);
  expect(text.slice(1).split('\r\n')).toEqual([
    '时间,设备时间,经度（WGS84）,纬度（WGS84）,速度（km/h）,方向（°）,精度（m）,存疑,补传,来源',
    '2026-11-21 23:14:05,,121.4586012,31.1936009,,,,,,',
    '2026-11-21 23:14:15,2026-11-21 23:13:05,121.4586012,31.1936009,36.0,90,12,是,是,',
    '2026-11-21 23:14:25,,121.4586012,31.1936009,,,,,,import:车 1',
    "2026-11-21 23:14:35,,121.4586012,31.1936009,,,,,,'=1+1",
    '',
  ]);
  expect(file).toMatch(/\.csv$/);
});
