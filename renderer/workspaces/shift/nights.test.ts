import { expect, test } from 'vitest';
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';
import type { NightPermitState } from '../../../shared/domain/permit/state.ts';
import { nightOf } from '../../../shared/domain/rules/calendar.ts';
import { must } from '../../../shared/lib/must.ts';
import { hour, isoTime, minute, parseIso } from '../../../shared/lib/time.ts';
import { nightAt } from '../../hall/report-night.ts';
import { dutySpan, nightParts, nightsOf, reportSpan } from '../../hall/nights.ts';
import { permitsOf } from './permits.ts';

const plates = makeDemoPlates();
const { dutyNight } = plates.calendars;
const offset = plates.utcOffset;
const at = (time: string): number => must(parseIso(`${time}:00+08:00`), time);
const shown = ({ from, to }: { readonly from: number; readonly to: number }): readonly string[] =>
  [from, to].map((time) => isoTime(time, offset).slice(5, 16));

test('the night of an instant is the one the hub numbers by, the whole day round', () => {
  for (let now = at('2026-12-31T00:00'); now < at('2027-01-02T00:00'); now += 15 * minute)
    expect(nightAt(now, dutyNight, offset)).toBe(nightOf(now, plates));
});

test('spans cross midnight, and a night reports all since the one before', () => {
  expect(shown(dutySpan('2026-11-21', dutyNight, offset))).toEqual(['11-21T17:30', '11-22T08:30']);
  expect(shown(reportSpan('2026-11-21', dutyNight, offset))).toEqual(['11-21T08:30', '11-22T08:30']);
  expect(nightParts('2026-11-09')).toEqual({ month: 11, day: 9 });
  expect(nightsOf(['2026-11-20', '2026-11-19', '2026-11-20'], '2026-11-21')).toEqual([
    ...['2026-11-21', '2026-11-20', '2026-11-19'],
  ]);
});

function permit(number: string, from: string, to: string, more: Partial<NightPermitState> = {}): NightPermitState {
  return {
    ...{ id: number, number, site: 'a', paper: '证明', issuer: '示例', work: '浇筑', permits: 'nightWork' },
    ...{ from: at(from), to: at(to), conditions: [] },
    provenance: { source: '日报', asOf: at(from), how: 'import' },
    ...more,
  };
}

test('permits of the night with the hours they cover: daily hours, no road papers, none withdrawn', () => {
  const night = dutySpan('2026-11-21', dutyNight, offset);
  const daily = { hours: { from: 22 * 60, to: 2 * 60 } };
  const listed = permitsOf(
    [
      permit('road', '2026-11-21T22:00', '2026-11-22T02:00', { permits: 'roadOccupation' }),
      permit('over', '2026-11-18T22:00', '2026-11-21T06:00'),
      permit('daily', '2026-11-18T22:00', '2026-11-25T06:00', daily),
      permit('last', '2026-11-18T22:00', '2026-11-22T00:30', daily),
      permit('whole', '2026-11-21T20:00', '2026-11-22T05:00'),
      permit('gone', '2026-11-21T20:00', '2026-11-22T05:00', {
        withdrawn: { at: night.from - hour, reason: '撤销' },
      } as Partial<NightPermitState>),
    ],
    night,
    offset,
  );
  expect(listed.map(({ permit: { number }, hours }) => [number, ...shown(hours)])).toEqual([
    ['whole', '11-21T20:00', '11-22T05:00'],
    ['daily', '11-21T22:00', '11-22T02:00'],
    ['last', '11-21T22:00', '11-22T00:30'],
  ]);
});
