import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordContactSchema } from '../../../shared/domain/contact/commands.ts';
import { recordFenceSchema } from '../../../shared/domain/fence/commands.ts';
import {
  recordNightPermitSchema,
  recordQuietPeriodSchema,
  recordRepairNoticeSchema,
} from '../../../shared/domain/permit/commands.ts';
import { recordPostSchema } from '../../../shared/domain/post/commands.ts';
import { recordSiteSchema } from '../../../shared/domain/site/commands.ts';
import { recordStallPlaceSchema } from '../../../shared/domain/stall-place/commands.ts';
import { recordVideoPointSchema } from '../../../shared/domain/video-point/commands.ts';
import { minute, parseIso } from '../../../shared/lib/time.ts';
import { registerKinds } from '../../hall/told-labels.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { zhCN } from '../../i18n/zh-cn.ts';
import type { CheckWorld } from './values.ts';
import { check } from './check.ts';
import { typedDutyHours } from './typed-parts.ts';
import type { AnyEntry } from './draft.ts';
import { draftOf, newDraft } from './draft.ts';
import type { Draft } from './fields.ts';
import { formFields } from './fields.ts';

const offset = 480;
const now = parseIso('2026-11-21T22:42+08:00') ?? 0;
const modes: { readonly [mode: string]: string } = zhCN.dutyMode;
const draftWorld = { now, offset, night: { from: 1320, to: 360 }, modes, tongue: 'zh' } as const;
const provenance = { source: '许可部门日报', asOf: now - 60 * minute, how: 'import' } as const;
const site = {
  ...({ id: 'a', name: '示例工地 A', kind: 'building', address: '', at: { lon: 121.45, lat: 31.19 } } as const),
  radius: 60,
  ...{ roads: [], registered: true, provenance },
} as const;
const world: CheckWorld = {
  ...{ now, offset, modes, entries: [], before: undefined, isOutside: ({ lon }) => lon > 122 },
  sites: new Map([['a', { ...site, roads: [] }]]),
};
const schemas = {
  ...{ site: recordSiteSchema, nightPermit: recordNightPermitSchema, repairNotice: recordRepairNoticeSchema },
  ...{ quietPeriod: recordQuietPeriodSchema, post: recordPostSchema, fence: recordFenceSchema },
  ...{ stallPlace: recordStallPlaceSchema, videoPoint: recordVideoPointSchema, contact: recordContactSchema },
};
const at = '121.45,31.19';
const ring = JSON.stringify([
  [121.45, 31.19],
  [121.46, 31.19],
  [121.455, 31.2],
  [121.45, 31.19],
]);
/** What one has to type into a new form. */
const typed: { readonly [K in RegisterKind]: Draft } = {
  site: { name: '示例工地 Z', place: '示例路 1 号', at, contactLabel: '门卫', contactPhone: '021-64380000' },
  nightPermit: { number: '示夜 0900', site: 'a', hours: '22:00-02:00', conditions: '低噪设备\n有人值守' },
  repairNotice: { number: '示抢 0900', place: '示例路', at },
  quietPeriod: { name: '高考', reach: 'around', around: JSON.stringify([{ name: '考点', at: { lon: 121, lat: 31 } }]) },
  post: { name: '示例岗', form: 'area', drawn: ring, from: '2026-11-21 20:00', to: '2026-11-23 20:00' },
  fence: { name: '示例围栏', form: 'polygon', drawn: ring, kind: 'speed', squads: 'fenglin', hours: '夜间 22:00-6:00' },
  stallPlace: {
    ...{ name: '示例疏导点', place: '示例路', at, hours: '周五、周六 18:00-次日1:00', to: '2027-06-30 00:00' },
    ...{ keeper: '示例街道', phone: '021-64380003', conditions: '收摊后清扫' },
  },
  videoPoint: { name: '示例路口', at, channel: '31010400001320000001', ptz: 'yes' },
  contact: { name: '示例调度', phone: '021-64380001', note: '夜间' },
};
const whole = (kind: RegisterKind): Draft => ({ ...newDraft(kind, draftWorld, undefined), ...typed[kind] });

describe.each(registerKinds)('a form of %s', (kind) => {
  test('makes a record that the command takes, and shows it again as it was', () => {
    const { record, faults, asOf } = check(kind, whole(kind), world);
    expect(faults).toEqual([]);
    const told = { id: 'x', record, provenance: { ...provenance, asOf } };
    expect(schemas[kind].safeParse(told).error).toBeUndefined();
    const entry = { ...record, id: 'x', provenance } as unknown as AnyEntry;
    const again = check(kind, draftOf(kind, entry, draftWorld), { ...world, before: entry });
    expect(again.faults).toEqual([]);
    expect(again.record).toEqual(kind === 'repairNotice' || kind === 'site' ? record : again.record);
    for (const [name, value] of Object.entries(again.record ?? {})) expect(value, name).toEqual(record?.[name]);
  });

  test('left empty names each field that must be filled, and makes nothing', () => {
    const { record, faults } = check(kind, {}, world);
    expect(record).toBeUndefined();
    const must = formFields[kind].filter(({ required, when }) => required === true && when === undefined);
    expect(faults.map(({ field }) => field)).toEqual(expect.arrayContaining(must.map(({ name }) => name)));
  });

  test('whatever is typed: it is at fault, or the command takes it', () => {
    const names = [...new Set(formFields[kind].map(({ name }) => name)), 'at', 'asOf', 'who'];
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        '9'.repeat(300),
        '示'.repeat(260),
        '-1',
        '1e9',
        '[]',
        '[[1,2]]',
        '2026-02-30 25:00',
        '121,31',
        '６０',
      ),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 3 }), (change) => {
        const draft = { ...whole(kind), ...change };
        const { record, faults, asOf } = check(kind, draft, world);
        if (record === undefined) expect(faults.length).toBeGreaterThan(0);
        else
          expect(
            schemas[kind].safeParse({ id: 'x', record, provenance: { ...provenance, asOf } }).error,
          ).toBeUndefined();
      }),
    );
  });
});

describe('what is looked at besides', () => {
  const codes = (draft: Draft, more: Partial<CheckWorld> = {}): readonly string[] =>
    check('nightPermit', { ...whole('nightPermit'), who: '许可部门', ...draft }, { ...world, ...more }).warnings.map(
      ({ code }) => code,
    );
  const held = {
    ...{ id: 'p', number: '示夜 0117', site: 'a', paper: '', issuer: '', work: '', permits: 'nightWork' as const },
    ...{ from: now, to: now + 60 * minute, conditions: [], provenance },
  };

  test('warnings of a permit', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ number: '示夜0117' }, { entries: [held] })).toEqual(['sameNumber', 'overlaps']);
    expect(codes({}, { entries: [{ ...held, withdrawn: { at: now, by: 'u', reason: '' } }] })).toEqual([]);
    expect(codes({ hours: '08:00-12:00' })).toEqual(['noHourInSpan']);
    expect(codes({ permits: 'roadOccupation' })).toEqual(['notNightWork']);
    expect(codes({ from: '2026-11-20 22:00', to: '2026-11-21 06:00', hours: '' })).toEqual(['over']);
    expect(codes({ to: '2027-11-22 06:00', hours: '' })).toEqual(['long']);
    expect(codes({ who: '' })).toEqual(['noSource']);
  });

  test('a place outside, a number of a person', () => {
    const { warnings } = check('site', { ...whole('site'), at: '122.5,31', contactPhone: '13900000000' }, world);
    expect(warnings.map(({ code }) => code)).toEqual(['outside', 'mobile', 'noSource']);
  });

  test('a word that is older than what is held, or from the future', () => {
    const older = check(
      'nightPermit',
      { ...whole('nightPermit'), asOf: '2026-11-21 20:00' },
      { ...world, before: held },
    );
    expect(older.faults).toMatchObject([{ field: 'asOf', code: 'older' }]);
    const future = check('nightPermit', { ...whole('nightPermit'), asOf: '2026-11-21 23:00' }, world);
    expect(future.faults).toMatchObject([{ field: 'asOf', code: 'inFuture' }]);
  });

  test('a site that is gone takes no permit', () => {
    const sites = new Map([['a', { ...site, roads: [], withdrawn: { at: now, by: 'u', reason: '完工' } }]]);
    expect(check('nightPermit', whole('nightPermit'), { ...world, sites }).faults).toMatchObject([
      { code: 'siteUnknown' },
    ]);
  });

  test('hours of duty', () => {
    expect(typedDutyHours('夜间 22:00-6:00；日常、节假日 9:00-17:00', modes)).toEqual([
      { modes: ['night'], from: 1320, to: 360 },
      { modes: ['routine', 'holiday'], from: 540, to: 1020 },
    ]);
    for (const text of ['', '夜里 22:00-6:00', '夜间', '22:00-6:00', '夜间 22:00-22:00'])
      expect(typedDutyHours(text, modes), text).toBeUndefined();
    const twice = check('post', { ...whole('post'), hours: '夜间 20:00-2:00；夜间 1:00-6:00' }, world);
    expect(twice.faults).toMatchObject([{ field: 'hours', code: 'hoursOverlap' }]);
  });
});
