import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';
import { must } from '../../lib/must.ts';
import { day, minute } from '../../lib/time.ts';
import type { LimitKind, Plates } from '../district/events.ts';
import { platesSchema } from '../district/events.ts';
import { addTime, limitAt, resumed, termOf, termsAt, timeLeft } from './limits.ts';

const plates = makeDemoPlates();
/** Civil time in Shanghai, 2026. */
const at = (month: number, date: number, h = 0, m = 0): number => Date.UTC(2026, month - 1, date, h - 8, m);

describe('when a limit passes', () => {
  // Working time of the demo: 09:00–11:30, 13:30–18:00. 21 and 22 November 2026 are a weekend.
  test.each<[string, LimitKind, number, number, number]>([
    ['urgent hours run through the night', 'urgentHours', 2, at(11, 21, 23), at(11, 22, 1)],
    ['working hours stand still at noon', 'workingHours', 2, at(11, 20, 11), at(11, 20, 15)],
    ['working hours stand still at night and over the weekend', 'workingHours', 4, at(11, 20, 17), at(11, 23, 14)],
    ['working hours of a night’s order begin in the morning', 'workingHours', 1, at(11, 23, 2), at(11, 23, 10)],
    ['working days leave out the weekend', 'workingDays', 2, at(11, 20, 15), at(11, 24, 15)],
    ['a weekend that is worked (调休) counts', 'workingDays', 1, at(10, 9, 10), at(10, 10, 10)],
    ['a holiday does not', 'workingHours', 3, at(9, 30, 17), at(10, 8, 11)],
    ['calendar days do not ask', 'calendarDays', 3, at(11, 20, 15), at(11, 23, 15)],
    ['the same day ends at midnight', 'sameDay', 2, at(11, 21, 9), at(11, 22)],
    ['but has its hours at least', 'sameDay', 2, at(11, 21, 23), at(11, 22, 1)],
  ])('%s', (_, kind, amount, from, passes) => {
    expect(limitAt({ kind, amount }, from, plates)).toBe(passes);
  });

  test('a share of it before it is warned, in its own time', () => {
    const { warnAt } = termOf('handle', { kind: 'workingHours', amount: 4, warnShare: 0.5 }, at(11, 20, 17), plates);
    expect(warnAt).toBe(at(11, 23, 10));
  });
});

describe('what stands still and runs on', () => {
  const handle = termOf('handle', { kind: 'workingHours', amount: 4 }, at(11, 20, 9), plates);

  test('has left what it had left', () => {
    expect(handle.at).toBe(at(11, 20, 15));
    // Two hours were used; the other two are of Monday.
    expect(resumed(handle, at(11, 20, 11), at(11, 21, 20), plates).at).toBe(at(11, 23, 11));
  });

  test('what had passed stays passed; the same day is that on which it runs on', () => {
    expect(resumed(handle, at(11, 20, 16), at(11, 23, 9), plates)).toBe(handle);
    const today = termOf('dispatch', { kind: 'sameDay', amount: 2 }, at(11, 20, 9), plates);
    expect(resumed(today, at(11, 20, 10), at(11, 22, 10), plates).at).toBe(at(11, 23));
  });

  test('adding what lies between two instants leads from the one to the other, and a stop never shortens', () => {
    const kinds = fc.constantFrom<LimitKind>('urgentHours', 'workingHours', 'workingDays', 'calendarDays');
    const instant = fc.integer({ min: at(1, 1), max: at(12, 1) });
    fc.assert(
      fc.property(kinds, instant, fc.nat({ max: 40 * day }), fc.nat({ max: 20 * day }), (kind, from, span, stop) => {
        const to = addTime(kind, from, span, plates);
        expect(timeLeft(kind, from, to, plates)).toBe(span);
        const term = { limit: 'handle', kind, amount: 1, from, warnAt: null, at: to } as const;
        const stoppedAt = from + Math.floor(span / 3);
        const later = resumed(term, stoppedAt, stoppedAt + stop, plates);
        expect(later.at).toBeGreaterThanOrEqual(to);
        if (later.at > stoppedAt)
          expect(timeLeft(kind, stoppedAt + stop, later.at, plates)).toBe(timeLeft(kind, stoppedAt, to, plates));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what the pack sets', () => {
  const stages = ['acknowledge', 'verify', 'dispatch', 'handle', 'reply', 'total'] as const;
  const kindsOf = (question: Parameters<typeof termsAt>[1], of: Plates = plates) =>
    Object.fromEntries(termsAt(stages, question, question.actAt, of).map(({ limit, kind }) => [limit, kind]));

  test('goes by matter and source; the first row that fits counts', () => {
    const stall = { matter: 'stall', source: '12345', actAt: at(11, 20, 10) } as const;
    expect(kindsOf(stall)).toMatchObject({ verify: 'workingHours', handle: 'workingHours', reply: 'workingDays' });
    // A patrol has seen it: nobody verifies.
    expect(kindsOf({ ...stall, source: 'patrol' })).not.toHaveProperty('verify');
    const building = { ...stall, matter: 'illegalBuilding' } as const;
    expect(kindsOf(building)).toMatchObject({ dispatch: 'sameDay', handle: 'workingDays', total: 'calendarDays' });
  });

  test('does not make the night wait for the morning: works at night run on urgent hours whatever stands there', () => {
    const { lifeCycle, ...policy } = plates.policy;
    const limits = (['dispatch', 'handle', 'total'] as const).map((stage) => ({
      ...{ stage, kind: 'workingHours' as const, amount: 2 },
    }));
    const slow = { ...plates, policy: { ...policy, lifeCycle: { ...must(lifeCycle, 'life cycle'), limits } } };
    const night = { matter: 'constructionNoise', source: '12345', actAt: at(11, 21, 23) } as const;
    expect(kindsOf(night, slow)).toMatchObject({
      dispatch: 'urgentHours',
      handle: 'urgentHours',
      total: 'urgentHours',
    });
    expect(termsAt(['dispatch'], night, night.actAt, slow)[0]?.at).toBe(at(11, 22, 1));
    // By day they are as any other; the answer waits for the hours in which people may be rung.
    expect(kindsOf({ ...night, actAt: at(11, 20, 10) }, slow)).toMatchObject({ dispatch: 'workingHours' });
    expect(kindsOf(night, slow)).toMatchObject({ reply: 'workingDays' });
  });

  test('a pack that says nothing has the limits it always had', () => {
    const { lifeCycle: _, ...policy } = plates.policy;
    const old = { ...plates, policy };
    expect(platesSchema.safeParse(old).success).toBe(true);
    const stall = { matter: 'stall', source: '12345', actAt: at(11, 20, 10) } as const;
    expect(
      termsAt(stages, stall, stall.actAt, old).map(({ limit, at: passes }) => [limit, passes - stall.actAt]),
    ).toEqual([
      ['acknowledge', 5 * minute],
      ['dispatch', 10 * minute],
      ['reply', 7 * day],
    ]);
  });

  test.each<[string, (policy: NonNullable<Plates['policy']['lifeCycle']>) => object]>([
    [
      'policy.lifeCycle.limits.0.amount',
      (life) => ({ ...life, limits: [{ stage: 'reply', kind: 'workingDays', amount: 1.5 }] }),
    ],
    ['policy.lifeCycle.limits.0.kind', (life) => ({ ...life, limits: [{ stage: 'reply', kind: 'weeks', amount: 1 }] })],
    [
      'policy.lifeCycle.supervision.atReceipt',
      (life) => ({ ...life, supervision: { ...life.supervision, atReceipt: [{ ground: 'leader', level: 5 }] } }),
    ],
  ])('a mistake in it is told by its field: %s', (field, change) => {
    const lifeCycle = change(must(plates.policy.lifeCycle, 'life cycle'));
    const parsed = platesSchema.safeParse({ ...plates, policy: { ...plates.policy, lifeCycle } });
    expect(parsed.error?.issues[0]?.path.join('.')).toBe(field);
  });

  test('working time that overlaps is a mistake', () => {
    const workHours = [
      { from: 540, to: 720 },
      { from: 700, to: 1080 },
    ];
    const parsed = platesSchema.safeParse({ ...plates, calendars: { ...plates.calendars, workHours } });
    expect(parsed.error?.issues[0]?.path.join('.')).toBe('calendars.workHours');
  });
});
