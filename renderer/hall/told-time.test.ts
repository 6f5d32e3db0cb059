import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hour, isoTime, minute, parseIso } from '../../shared/lib/time.ts';
import { hoursField, timeField, toldInstants, toldRanges, tonight, typedHours, typedInstant } from './told-time.ts';

const offset = 480;
const at = (text: string): number => parseIso(`${text}+08:00`) ?? NaN;
const now = at('2026-11-22T23:14');
const shown = (text: string) =>
  toldRanges(text, now, offset).map(({ from, to, hours, reckoned }) => ({
    ...(from === undefined ? {} : { from: timeField(from, offset) }),
    ...(to === undefined ? {} : { to: timeField(to, offset) }),
    ...(hours === undefined ? {} : { hours: hoursField(hours) }),
    ...(reckoned.length === 0 ? {} : { reckoned }),
  }));

describe('ranges of a notice', () => {
  const rows: readonly (readonly [string, object])[] = [
    ['11月22日22时至次日6时', { from: '2026-11-22 22:00', to: '2026-11-23 06:00' }],
    ['2026年11月22日22:00-2026年11月23日06:00', { from: '2026-11-22 22:00', to: '2026-11-23 06:00' }],
    ['2026-11-22 22:00至2026-11-23 06:00', { from: '2026-11-22 22:00', to: '2026-11-23 06:00' }],
    ['今晚10点到明天凌晨2点半', { from: '2026-11-22 22:00', to: '2026-11-23 02:30' }],
    ['11月22日22:00～06:00', { from: '2026-11-22 22:00', to: '2026-11-23 06:00', reckoned: ['to'] }],
    ['11月20日至11月25日', { from: '2026-11-20 00:00', to: '2026-11-26 00:00', reckoned: ['to'] }],
    ['22:00-06:00', { hours: '22:00-06:00' }],
    ['每日22时至次日6时', { hours: '22:00-06:00' }],
    ['每晚20:30—24:00', { hours: '20:30-24:00' }],
    ['11月22日22时至24时', { from: '2026-11-22 22:00', to: '2026-11-23 00:00' }],
    // A January read in November is the next one, a July the last one.
    ['1月2日22时至1月3日6时', { from: '2027-01-02 22:00', to: '2027-01-03 06:00' }],
    ['１１月２２日２２时至次日６时', { from: '2026-11-22 22:00', to: '2026-11-23 06:00' }],
  ];
  test.each(rows)('%s', (text, range) => {
    expect(shown(`施工时间：${text}，请核实`)).toEqual([range]);
  });

  test('what is no time is left alone', () => {
    for (const text of [
      '示夜 0117',
      '021-64380000-8012',
      '斜土路1200号',
      '13月40日至14月50日',
      '2月30日22时至次日6时',
      '25:00-26:00',
    ])
      expect(shown(text), text).toEqual([]);
  });

  test('a daily range beside a span of days', () => {
    expect(shown('11月20日至11月25日，每日22时至次日6时')).toEqual([
      { from: '2026-11-20 00:00', to: '2026-11-26 00:00', reckoned: ['to'] },
      { hours: '22:00-06:00' },
    ]);
  });

  test('single instants need their day', () => {
    const told = toldInstants('11月22日23时10分接报，23:40到场', now, offset);
    expect(told.map((one) => timeField(one.at, offset))).toEqual(['2026-11-22 23:10']);
  });

  test('whatever is pasted, nothing throws and stretches lie in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789:-年月日时点分至次今晚每 \t号') }), (text) => {
        for (const { start, end, from = 0, to = Infinity } of toldRanges(text, now, offset)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(Number.isFinite(from)).toBe(true);
          expect(to).not.toBeNaN();
        }
      }),
    );
  });
});

describe('typed into a field', () => {
  test('instants', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['2026-11-22 22:00', '2026-11-22 22:00'],
      ['2026-11-22 24:00', '2026-11-23 00:00'],
      ['11-23 6:00', '2026-11-23 06:00'],
      ['今晚22点', '2026-11-22 22:00'],
      ['2200', '2026-11-22 22:00'],
      ['明天6时', '2026-11-23 06:00'],
      ['次日6时', '2026-11-23 06:00'],
    ];
    for (const [typed, told] of rows)
      expect(timeField(typedInstant(typed, now, offset) ?? 0, offset), typed).toBe(told);
    expect(typedInstant('', now, offset)).toBeNull();
    for (const typed of ['今晚', 'abc', '2026-13-01 22:00', '99:99'])
      expect(typedInstant(typed, now, offset), typed).toBeUndefined();
    expect(timeField(typedInstant('6:00', now, offset, now) ?? 0, offset)).toBe('2026-11-23 06:00');
  });

  test('what a field shows is read back as the same instant', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2020-01-01T00:00') / minute, max: at('2035-01-01T00:00') / minute }),
        (minutes) => {
          expect(typedInstant(timeField(minutes * minute, offset), now, offset)).toBe(minutes * minute);
        },
      ),
    );
  });

  test('daily hours', () => {
    expect(typedHours('22:00-06:00')).toEqual({ from: 1320, to: 360 });
    expect(typedHours('22时至次日6时')).toEqual({ from: 1320, to: 360 });
    expect(typedHours('')).toBeNull();
    for (const typed of ['22:00', '22:00-06:00 和别的', '夜里']) expect(typedHours(typed), typed).toBeUndefined();
  });
});

test('tonight is the night that runs, before dawn that of yesterday', () => {
  const law = { from: 1320, to: 360 };
  const told = (text: string) => isoTime(tonight(at(text), offset, law).from, offset).slice(0, 16);
  expect(told('2026-11-22T15:00')).toBe('2026-11-22T22:00');
  expect(told('2026-11-23T05:59')).toBe('2026-11-22T22:00');
  expect(told('2026-11-23T06:00')).toBe('2026-11-23T22:00');
  expect(tonight(now, offset, law).to - tonight(now, offset, law).from).toBe(8 * hour);
});
