/**
 * The complaints of a real night elsewhere, as orders of work for the demo district: what people report, when, how often
 * and how close together is theirs; the city is not. Read where it lies beside the repository, never shipped.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Pack } from '../../shared/wire/pack.ts';
import { boxOf } from '../../shared/geo/polygon.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { day, isoTime, minute, parseIso } from '../../shared/lib/time.ts';
import { seededRandom } from './hub-kit.ts';

export interface NycRow {
  readonly lat: string;
  readonly lon: string;
  readonly complaint_type: string;
  readonly local_hour: string;
  readonly incident_address: string;
  readonly descriptor: string;
}

export interface NycComplaint {
  /** Line of the file, from 2: the first holds the names. */
  readonly externalId: string;
  /** Civil date on which its report night begins. */
  readonly night: string;
  /** Unix ms. */
  readonly receivedAt: number;
  readonly body: { readonly [member: string]: Json };
  /** Text of the file that is the caller's. */
  readonly callerText: readonly string[];
}

export const readRows = (file: string): readonly NycRow[] => parse(readFileSync(file), { columns: true });

/** First that fits; as a person in the hall would say it. */
const words: readonly (readonly [RegExp, string])[] = [
  [/Construction|lawn care/i, '工地夜间施工，机器一直在响'],
  [/Music|Party/i, '音响声音大，一直在放音乐'],
  [/Banging|Pounding/i, '楼上一直敲，咚咚咚'],
  [/Talking|Television|NYPD/i, '很吵，一直有人大声说话'],
  [/Horn|Idling|Boat/i, '车辆一直鸣笛，发动机不熄火'],
  [/air condition|Manufacturing|Alarms/i, '机器嗡嗡响，一直不停'],
  [/Dog/i, '狗一直叫'],
];

/** What a person in the hall would hear of a complaint of the file. */
export const saidOf = (descriptor: string): string => words.find(([of]) => of.test(descriptor))?.[1] ?? '很吵';

const place = (text: string): number => must([...text].length > 0 ? Number(text) : undefined, 'a coordinate');

/**
 * Laid over the district of the pack, shrunk to its size, and spread over some nights, one complaint after the other.
 *
 * @param firstNight Civil date of the first night. The file names hours; minutes come from the seed.
 */
export function readNycNight(
  file: string,
  pack: Pack,
  { firstNight, nights, seed }: { readonly firstNight: string; readonly nights: number; readonly seed: number },
): readonly NycComplaint[] {
  const rows = readRows(file);
  const random = seededRandom(seed);
  const within = (most: number): number => {
    const [high = 0, low = 0] = random.bytes(2);
    return (high * 256 + low) % most;
  };
  const district = boxOf(pack.plates.grids.filter(({ level }) => level === 'management').flatMap(({ shape }) => shape));
  const spread = (of: (row: NycRow) => number, from: number, to: number): ((row: NycRow) => number) => {
    const all = rows.map(of);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return (row) => Number((from + ((of(row) - least) / (most - least)) * (to - from)).toFixed(7));
  };
  const lonOf = spread(({ lon }) => place(lon), district.west, district.east);
  const latOf = spread(({ lat }) => place(lat), district.south, district.north);
  const { utcOffset } = pack.plates;
  const midnight = must(parseIso(`${firstNight}T00:00:00+08:00`), 'a date');
  return rows.map((row, index) => {
    const start = midnight + (index % nights) * day;
    const hour = Number(row.local_hour);
    // The hours after midnight are those of the next civil date.
    const receivedAt = start + ((hour < 12 ? 24 : 0) + hour) * 60 * minute + within(3_600) * 1_000;
    const externalId = String(index + 2);
    const { incident_address: address, descriptor, complaint_type: type } = row;
    const said = saidOf(descriptor);
    const ofPlace = /Street|Park|Vehicle|^Noise$/.test(type);
    return {
      ...{ externalId, receivedAt },
      night: isoTime(start, utcOffset).slice(0, 10),
      callerText: [address, descriptor].filter((text) => text !== ''),
      body: {
        ...{ source: '12345', externalId, text: `${said}。${address}（${descriptor}）` },
        receivedAt: isoTime(receivedAt, utcOffset),
        caller: { name: `Caller of line ${externalId}`, ...(address === '' ? {} : { address }) },
        position: { lon: lonOf(row), lat: latOf(row), crs: 'WGS84', of: ofPlace ? 'place' : 'caller' },
      },
    };
  });
}
