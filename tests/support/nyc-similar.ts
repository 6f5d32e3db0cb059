/**
 * A real night as a stream through the rules: each complaint is worked out among those before it, in a district made of
 * the night's own area, and what is offered for joining is compared with pairs of one address and one type.
 */
import { indexPlates } from '../../shared/domain/rules/district.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import { workOut } from '../../shared/domain/rules/work-out.ts';
import type { Report, WorkOutReads } from '../../shared/domain/rules/work-out.ts';
import type { District, Plates } from '../../shared/domain/district/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, minute, parseIso } from '../../shared/lib/time.ts';
import { demoDistrict } from './demo-night.ts';
import { readRows, saidOf } from './nyc-night.ts';
import type { NycRow } from './nyc-night.ts';
import { incidentFrom } from './rules-world.ts';

/** Side of a cell, degrees: some 250 m by 330 m there. */
const cellStep = 0.003;
const start = must(parseIso('2026-11-21T18:00:00+08:00'), 'the evening');

export interface NycReport {
  readonly row: NycRow;
  readonly receivedAt: number;
}

/** In order of time. The file names hours only: those of an hour are spread evenly over it, in the order of the file. */
export function nycStream(file: string): readonly NycReport[] {
  const rows = readRows(file);
  const byHour = new Map<string, NycRow[]>();
  for (const row of rows) byHour.set(row.local_hour, [...(byHour.get(row.local_hour) ?? []), row]);
  const since = (of: string): number => ((Number(of) + 24 - 18) % 24) * hour;
  return [...byHour]
    .flatMap(([of, some]) =>
      some.map((row, i) => ({ row, receivedAt: start + since(of) + Math.floor((i * 60) / some.length) * minute })),
    )
    .sort((a, b) => a.receivedAt - b.receivedAt);
}

type Grid = Plates['grids'][number];

/** The demo district's rules over the ground of these places: one street of cells, no roads and no sites. */
function districtOver(rows: readonly NycRow[]): District {
  const square = (west: number, south: number, east: number, north: number): Grid['shape'] => [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  ];
  const knots = new Map<string, readonly [number, number]>();
  for (const { lon, lat } of rows) {
    const [x, y] = [Math.floor(Number(lon) / cellStep), Math.floor(Number(lat) / cellStep)];
    knots.set(`${String(x)}:${String(y)}`, [x, y]);
  }
  const all = [...knots.values()];
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const ground = square(
    Math.min(...xs) * cellStep,
    Math.min(...ys) * cellStep,
    (Math.max(...xs) + 1) * cellStep,
    (Math.max(...ys) + 1) * cellStep,
  );
  const cells = all.map(([x, y], i): Grid => ({
    ...{ level: 'cell', code: `c${String(i)}`, parent: 'a', name: `c${String(i)}` },
    shape: square(x * cellStep, y * cellStep, (x + 1) * cellStep, (y + 1) * cellStep),
  }));
  const whole = (level: Grid['level'], code: string, parent?: string): Grid => ({
    ...{ level, code, name: code, shape: ground },
    ...(parent === undefined ? {} : { parent }),
  });
  const grids = [whole('management', 'm'), whole('responsibility', 's', 'm'), whole('area', 'a', 's'), ...cells];
  const plates: Plates = { ...demoDistrict.plates, grids, roads: [], places: [] };
  return { hash: 'nyc', plates, index: indexPlates(plates) };
}

export interface Offers {
  readonly complaints: number;
  /** Pairs of one address and one type no further apart than the window. */
  readonly truth: number;
  /** Of each complaint with those before it that it was offered for, as asked. */
  readonly offered: number;
  readonly right: number;
  readonly precision: number;
  readonly recall: number;
  /** Share of the offers whose addresses are one, whatever their types. */
  readonly sameAddress: number;
  /** Offers without a reason. */
  readonly withoutReason: number;
}

/**
 * @param of Whether a complaint of a home counts as the caller's own place, of which only the cell is kept.
 * @param best Offers counted of each complaint, the best first.
 * @param from Offers from this score on.
 */
export function nycOffers(
  stream: readonly NycReport[],
  of: { readonly homesAreCallers: boolean; readonly best: number; readonly from: number; readonly window: number },
): Offers {
  const district = districtOver(stream.map(({ row }) => row));
  const known: IncidentState[] = [];
  const keyOf = ({ incident_address: address, complaint_type: type }: NycRow): string =>
    address === '' ? '' : `${address}|${type}`;
  const keys = new Map<string, string>();
  const reads: WorkOutReads = {
    district: () => district,
    ...{ squads: () => [], zones: () => [], site: () => undefined, sites: () => [] },
    ...{ nightPermit: () => undefined, nightPermits: () => [], nightPermitsOf: () => [] },
    ...{ repairNotice: () => undefined, repairNotices: () => [] },
    ...{ quietPeriod: () => undefined, quietPeriods: () => [] },
    ...{ stallPlace: () => undefined, stallPlaces: () => [] },
    incidentsSince: (at, limit) => known.filter(({ receivedAt }) => receivedAt >= at).slice(-limit),
  };
  let [truth, offered, right, sameAddress, withoutReason] = [0, 0, 0, 0, 0];
  for (const [i, { row, receivedAt }] of stream.entries()) {
    const isHome = row.complaint_type === 'Noise - Residential';
    const report: Report = {
      ...{ id: `n${String(i).padStart(5, '0')}`, source: '12345', receivedAt, actAt: null, wantsReply: 'yes' },
      position: {
        ...{ lon: Number(row.lon), lat: Number(row.lat) },
        of: of.homesAreCallers && isHome ? 'caller' : 'place',
      },
      understanding: understand(saidOf(row.descriptor), district.plates),
    };
    const worked = must(workOut(report, reads, receivedAt), 'worked out');
    const key = keyOf(row);
    const isTrue = (other: IncidentState): boolean =>
      key !== '' && keys.get(other.id) === key && receivedAt - other.receivedAt <= of.window;
    truth += known.filter(isTrue).length;
    for (const { incident, reasons } of worked.similar.filter(({ score }) => score >= of.from).slice(0, of.best)) {
      offered += 1;
      if (reasons.length === 0) withoutReason += 1;
      const address = key.split('|')[0] ?? '';
      if (address !== '' && keys.get(incident)?.split('|')[0] === address) sameAddress += 1;
      if (known.some((other) => other.id === incident && isTrue(other))) right += 1;
    }
    keys.set(report.id, key);
    known.push(incidentFrom(report, worked));
  }
  const complaints = stream.length;
  const share = (count: number): number => count / Math.max(1, offered);
  const rates = { precision: share(right), sameAddress: share(sameAddress), recall: right / Math.max(1, truth) };
  return { complaints, truth, offered, right, withoutReason, ...rates };
}
