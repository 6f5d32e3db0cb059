/** A unit's way as the text of a file: GPX 1.1 for map programs, CSV for spreadsheets. */
import { civil, civilDate, clockTime, minute } from '../../shared/lib/time.ts';
import type { UtcOffset } from '../../shared/lib/time.ts';

export interface WrittenFix {
  /** Hub time, Unix ms. */
  readonly at: number;
  /** WGS84 degrees. */
  readonly lon: number;
  readonly lat: number;
  /** km/h. */
  readonly speed?: number;
  /** Degrees clockwise from north. */
  readonly heading?: number;
  /** Metres. */
  readonly accuracy?: number;
  /** Whose word it is, with the way it came, such as `jt808:…` or `import:…`, where it was kept. */
  readonly device?: string;
  /** What the device's own clock said, Unix ms, where it was kept. */
  readonly deviceAt?: number;
  /** Too uncertain to build on. */
  readonly poor: boolean;
  /** Sent later than made. */
  readonly replayed: boolean;
}

export interface TrackToWrite {
  readonly unit: string;
  readonly name: string;
  /** The period that was asked for, Unix ms. */
  readonly from: number;
  readonly to: number;
  /** Minutes east of UTC of the district. */
  readonly utcOffset: UtcOffset;
  /** In order of time. */
  readonly fixes: readonly WrittenFix[];
}

export interface TrackFile {
  /** What it is to be called. */
  readonly file: string;
  readonly text: string;
}

/** A longer silence parts two segments of a way: nobody knows how it went between them. */
const silenceMs = 5 * minute;
const degreeDigits = 7;

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** `2026-11-21T15:14:05.250Z` */
function utc(at: number): string {
  const { hour, minute: minutes, second, millisecond } = civil(at, 0);
  const time = [hour, minutes, second].map((value) => padded(value, 2)).join(':');
  return `${civilDate(at, 0)}T${time}.${padded(millisecond, 3)}Z`;
}

/** `2026-11-21 23:14:05` */
const civilTime = (at: number, offset: UtcOffset): string => `${civilDate(at, offset)} ${clockTime(at, offset, true)}`;

/** Without what file systems and shells trip over. */
function fileName({ name, from, to, utcOffset }: TrackToWrite, ending: string): string {
  const stamp = (at: number): string => civilTime(at, utcOffset).replace(/[-:]/g, '').replace(' ', '-').slice(0, 13);
  const plain = name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 40);
  return `轨迹_${plain}_${stamp(from)}_${stamp(to)}.${ending}`;
}

/** What XML cannot hold is left out, what means something in it is written otherwise. */
function xml(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

/** The schema has no 180: that is -180. */
const lonOf = ({ lon }: WrittenFix): string => (lon >= 180 ? lon - 360 : lon).toFixed(degreeDigits);

/** The schema's order: time, then what is ours, under a name of our own. */
function point(fix: WrittenFix): string {
  const { at, lat, speed, heading, accuracy, device, deviceAt, poor, replayed } = fix;
  const ours = [
    ...(speed === undefined ? [] : [`<lq:speed>${(speed / 3.6).toFixed(2)}</lq:speed>`]),
    ...(heading === undefined ? [] : [`<lq:course>${heading}</lq:course>`]),
    ...(accuracy === undefined ? [] : [`<lq:accuracy>${accuracy}</lq:accuracy>`]),
    ...(device === undefined ? [] : [`<lq:source>${xml(device)}</lq:source>`]),
    ...(deviceAt === undefined ? [] : [`<lq:deviceTime>${utc(deviceAt)}</lq:deviceTime>`]),
    ...(poor ? ['<lq:poor>true</lq:poor>'] : []),
    ...(replayed ? ['<lq:sentLater>true</lq:sentLater>'] : []),
  ].join('');
  const extensions = ours === '' ? '' : `<extensions>${ours}</extensions>`;
  return `<trkpt lat="${lat.toFixed(degreeDigits)}" lon="${lonOf(fix)}"><time>${utc(at)}</time>${extensions}</trkpt>`;
}

function segments(fixes: readonly WrittenFix[]): readonly (readonly WrittenFix[])[] {
  const found: WrittenFix[][] = [];
  for (const fix of fixes) {
    const last = found.at(-1)?.at(-1);
    if (last === undefined || fix.at - last.at > silenceMs) found.push([fix]);
    else found.at(-1)?.push(fix);
  }
  return found;
}

/** GPX 1.1; hub time, in UTC as the schema has it. Speed in metres a second, as usual there. */
export function gpxOf(track: TrackToWrite): TrackFile {
  const { name, fixes, from, to, utcOffset } = track;
  const period = `${civilTime(from, utcOffset)} – ${civilTime(to, utcOffset)}`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx xmlns="http://www.topografix.com/GPX/1/1" xmlns:lq="urn:lianqin:track:1" version="1.1" creator="Lianqin">',
    `<metadata><name>${xml(name)}</name><desc>${xml(period)}</desc><time>${utc(to)}</time></metadata>`,
    `<trk><name>${xml(name)}</name>`,
    ...segments(fixes).map((segment) => `<trkseg>\n${segment.map(point).join('\n')}\n</trkseg>`),
    '</trk>',
    '</gpx>',
    '',
  ];
  return { file: fileName(track, 'gpx'), text: lines.join('\n') };
}

const columns = [
  '时间',
  '设备时间',
  '经度（WGS84）',
  '纬度（WGS84）',
  '速度（km/h）',
  '方向（°）',
  '精度（m）',
  '存疑',
  '补传',
  '来源',
];

/** As one cell that no spreadsheet takes for a formula; what parts cells has no place in the name of a device. */
const plainCell = (text: string): string => text.replace(/[",\r\n\t]/g, ' ').replace(/^[=+@-]/, "'$&");

/** Comma-separated, UTF-8 with its mark, so that spreadsheets read the Chinese; times as the clocks of the district have them. */
export function csvOf(track: TrackToWrite): TrackFile {
  const { fixes, utcOffset } = track;
  const rows = fixes.map(({ at, lon, lat, speed, heading, accuracy, device = '', deviceAt, poor, replayed }) =>
    [
      civilTime(at, utcOffset),
      deviceAt === undefined ? '' : civilTime(deviceAt, utcOffset),
      lon.toFixed(degreeDigits),
      lat.toFixed(degreeDigits),
      speed?.toFixed(1) ?? '',
      heading ?? '',
      accuracy ?? '',
      poor ? '是' : '',
      replayed ? '是' : '',
      plainCell(device),
    ].join(','),
  );
  return { file: fileName(track, 'csv'), text: `\ufeff${[columns.join(','), ...rows, ''].join('\r\n')}` };
}
