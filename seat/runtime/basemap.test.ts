import { expect, test } from 'vitest';
import type { District } from '../../shared/domain/district/state.ts';
import { ManualClock, recordingLog } from '../../tests/support/hub-kit.ts';
import type { BasemapFetch, BasemapFiles } from './ports.ts';
import { SeatBasemap } from './basemap.ts';

const basemap = {
  ...{ hash: 'a'.repeat(64), bytes: 100, kind: 'vector' as const, minZoom: 0, maxZoom: 14 },
  ...{ bounds: [121, 31, 122, 32], schematic: false, attribution: '' },
};

test('a piece without bytes is no piece: it is said, and asked for again after a while', async () => {
  const clock = new ManualClock();
  let asked = 0;
  const fetch: BasemapFetch = {
    have: 0,
    append: () => Promise.resolve(),
    finish: () => Promise.resolve('whole'),
    release: () => undefined,
  } as unknown as BasemapFetch;
  const files = {
    ...{ has: () => false, last: () => undefined, have: () => 0, inForce: () => undefined, gone: () => undefined },
    ...{ fetch: () => fetch, onChanged: () => () => undefined },
  } as unknown as BasemapFiles;
  const seat = new SeatBasemap({
    online: () => [],
    district: () => ({ plates: { basemap } }) as unknown as District,
    link: {
      welcomed: true,
      ask(_event: string, _body: object, _ms: number, take: (answer: unknown) => void) {
        asked += 1;
        queueMicrotask(() => take({ status: 'piece', bytes: new Uint8Array(), total: 100 }));
      },
    } as never,
    ...{ files, timers: clock, log: recordingLog([]), changed: () => undefined },
  });
  seat.look();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(1);
  expect(seat.answer().fetching?.trouble).toBe('Unavailable');
  clock.advance(30_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(2);
  seat.stop();
});
