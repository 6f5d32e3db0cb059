/** Very many units that report once a second, in the very frames and the very table that the screens have. */
import type { MapFixes, MapUnit } from '../../../renderer/map/types.ts';
import type { PositionTable } from '../../../renderer/seat-client/position-table.ts';
import type { SeenAt } from '../../../shared/wire/positions.ts';
import { encodeFrame } from '../../../shared/wire/positions.ts';
import { crowd } from './night.ts';

/** Stands apart from all others and reports once, at the beginning. */
export const silent = { id: 'silent', at: [121.395, 31.15] } as const;
/** Stands apart too, and reports. */
export const alone = { id: 'alone', at: [121.395, 31.19] } as const;

const ways = 6;

function unitAt(source: Pick<PositionTable, 'get'>, facts: Pick<MapUnit, 'id' | 'name' | 'kind' | 'status'>): MapUnit {
  return {
    ...facts,
    certified: 2,
    get at(): MapUnit['at'] {
      const seen = source.get(facts.id);
      return seen === undefined ? null : [seen.lon, seen.lat];
    },
    get fixAt(): number | null {
      return source.get(facts.id)?.at ?? null;
    },
    get heading(): number | null {
      return source.get(facts.id)?.heading ?? null;
    },
    get accuracy(): number | null {
      return source.get(facts.id)?.accuracy ?? null;
    },
  };
}

export interface Drive {
  readonly ids: readonly string[];
  readonly units: readonly MapUnit[];
  readonly fixes: MapFixes;
  /** All but the silent one report. */
  tick(hubTime: number): void;
}

export function drive(table: PositionTable, count: number, hubTime: number): Drive {
  const start = crowd(count - 2, 0).map(({ id, name, kind, status, at }) => ({ id, name, kind, status, at }));
  const all = [
    ...start,
    { id: silent.id, name: '哑车', kind: 'vehicle', status: 'free', at: silent.at } as const,
    { id: alone.id, name: '独行车', kind: 'vehicle', status: 'free', at: alone.at } as const,
  ];
  table.index(
    1,
    all.map(({ id }) => id),
  );
  // Round and round, some metres a second. Made once: what is measured is taking them in.
  const frames = Array.from({ length: ways }, (_, step) => {
    const turn = (2 * Math.PI * step) / ways;
    const moved = all.map(({ id, at }, place): [number, SeenAt] => {
      const [lon, lat] = at ?? [0, 0];
      const reach = id === alone.id || id === silent.id ? 0 : 1.5e-4;
      const seen = { lon: lon + reach * Math.sin(turn + place), lat: lat + reach * Math.cos(turn + place) };
      return [place, { ...seen, at: 0, speed: 36, heading: (step * 60 + place * 57) % 360, accuracy: 10, poor: false }];
    });
    const without = step === 0 ? moved : moved.filter(([place]) => all[place]?.id !== silent.id);
    return encodeFrame({ dictionary: 1, revision: step, full: step === 0, hubTime: 0, moved: without, gone: [] });
  });
  // The first again, as the others are: without the silent one.
  const later = frames.slice(1);
  let step = 0;
  const tell = (frame: Uint8Array | undefined, at: number): void => {
    if (frame === undefined) throw new Error('no frame');
    new DataView(frame.buffer).setFloat64(16, at, true);
    if (table.frame(frame) !== 'taken') throw new Error('the frame was not taken');
  };
  tell(frames[0], hubTime);
  return {
    ids: all.map(({ id }) => id),
    units: all.map(({ at: _, ...facts }) => unitAt(table, facts)),
    fixes: table,
    tick: (at) => {
      tell(later[step % later.length], at);
      step += 1;
    },
  };
}
