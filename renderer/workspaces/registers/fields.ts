/** What the form of each register asks for, in the order in which it is told on the telephone. Data. */
import type { RegisterKind } from '../../hall/told-labels.ts';
import type { zhCN } from '../../i18n/zh-cn.ts';

/** Everything in a form is text, as it was typed; `at` is `lon,lat`, `drawn` and `around` are JSON. */
export type Draft = { readonly [field: string]: string };

type Words = (typeof zhCN)['registers'];
export type FieldLabel = keyof Words['field'];
export type ChoiceName = keyof Words['choice'];

export type Widget =
  | { readonly is: 'text'; readonly most: number }
  | { readonly is: 'lines'; readonly most: number }
  | { readonly is: 'phone' }
  | { readonly is: 'time' }
  | { readonly is: 'date' }
  | { readonly is: 'hours' }
  | { readonly is: 'dutyHours' }
  | { readonly is: 'weekly' }
  | { readonly is: 'figure'; readonly min: number; readonly max: number; readonly whole: boolean }
  | { readonly is: 'choice'; readonly of: ChoiceName }
  | { readonly is: 'tick' }
  | { readonly is: 'site' }
  | { readonly is: 'squad' | 'zone' | 'squads' | 'streets' }
  | { readonly is: 'place' }
  | { readonly is: 'around' }
  | { readonly is: 'drawn'; readonly shape: 'ring' | 'line' };

export interface Field {
  readonly name: string;
  readonly label: FieldLabel;
  readonly widget: Widget;
  readonly required?: boolean;
  /** Takes half of the form's width. */
  readonly half?: boolean;
  /** Only while this field has one of these values. */
  readonly when?: readonly [field: string, ...values: readonly string[]];
}

const text = (most: number): Widget => ({ is: 'text', most });
const whole = (min: number, max: number): Widget => ({ is: 'figure', min, max, whole: true });
const metres = (min: number, max: number): Widget => ({ is: 'figure', min, max, whole: false });
const choice = (of: ChoiceName): Widget => ({ is: 'choice', of });

const from: Field = { name: 'from', label: 'from', widget: { is: 'time' }, required: true, half: true };
const to: Field = { name: 'to', label: 'to', widget: { is: 'time' }, required: true, half: true };
const period: readonly Field[] = [
  { ...from, label: 'periodFrom', required: false },
  { ...to, label: 'periodTo', required: false },
];
const place: Field = { name: 'place', label: 'place', widget: { is: 'place' }, required: true };
const note: Field = { name: 'note', label: 'note', widget: text(200) };
const dutyHours: Field = { name: 'hours', label: 'dutyHours', widget: { is: 'dutyHours' }, required: true };

export const formFields: { readonly [K in RegisterKind]: readonly Field[] } = {
  nightPermit: [
    { name: 'number', label: 'permitNumber', widget: text(60), required: true },
    { name: 'site', label: 'site', widget: { is: 'site' }, required: true },
    from,
    to,
    { name: 'hours', label: 'hours', widget: { is: 'hours' }, half: true },
    { name: 'permits', label: 'permits', widget: choice('permits'), half: true },
    { name: 'work', label: 'work', widget: text(120) },
    { name: 'paper', label: 'paper', widget: text(40), half: true },
    { name: 'issuer', label: 'issuer', widget: text(60), half: true },
    { name: 'conditions', label: 'conditions', widget: { is: 'lines', most: 10 } },
  ],
  site: [
    { name: 'name', label: 'siteName', widget: text(60), required: true },
    place,
    { name: 'kind', label: 'siteKind', widget: choice('siteKind'), half: true },
    { name: 'radius', label: 'siteRadius', widget: metres(5, 1000), required: true, half: true },
    { name: 'roads', label: 'roads', widget: text(200) },
    { name: 'contactLabel', label: 'contactLabel', widget: text(40), half: true },
    { name: 'contactPhone', label: 'contactPhone', widget: { is: 'phone' }, half: true },
    { name: 'contactChecked', label: 'checkedOn', widget: { is: 'date' }, half: true },
    { name: 'registered', label: 'registered', widget: { is: 'tick' }, half: true },
  ],
  repairNotice: [
    { name: 'number', label: 'noticeNumber', widget: text(60), required: true },
    { name: 'utility', label: 'utility', widget: choice('utility'), half: true },
    { name: 'contact', label: 'noticeContact', widget: text(60), half: true },
    place,
    { name: 'radius', label: 'noticeRadius', widget: metres(5, 2000), required: true, half: true },
    { name: 'notifiedAt', label: 'notifiedAt', widget: { is: 'time' }, required: true, half: true },
    from,
    { ...to, label: 'noticeTo', required: false },
  ],
  quietPeriod: [
    { name: 'name', label: 'quietName', widget: text(60), required: true },
    from,
    to,
    { name: 'hours', label: 'hours', widget: { is: 'hours' }, half: true },
    { name: 'reach', label: 'reach', widget: choice('reach'), half: true },
    { name: 'grids', label: 'grids', widget: { is: 'streets' }, required: true, when: ['reach', 'grids'] },
    { name: 'around', label: 'around', widget: { is: 'around' }, required: true, when: ['reach', 'around'] },
    {
      name: 'radius',
      label: 'aroundRadius',
      widget: metres(10, 5000),
      required: true,
      half: true,
      when: ['reach', 'around'],
    },
    { name: 'basis', label: 'basis', widget: text(120) },
  ],
  post: [
    { name: 'name', label: 'postName', widget: text(60), required: true },
    { name: 'form', label: 'postForm', widget: choice('postForm'), half: true },
    {
      name: 'radius',
      label: 'postRadius',
      widget: metres(5, 500),
      required: true,
      half: true,
      when: ['form', 'fixed'],
    },
    { ...place, when: ['form', 'fixed'] },
    { name: 'drawn', label: 'ring', widget: { is: 'drawn', shape: 'ring' }, required: true, when: ['form', 'area'] },
    {
      name: 'minutesPerHour',
      label: 'minutesPerHour',
      widget: whole(1, 60),
      required: true,
      half: true,
      when: ['form', 'area'],
    },
    { name: 'drawn', label: 'line', widget: { is: 'drawn', shape: 'line' }, required: true, when: ['form', 'line'] },
    { name: 'margin', label: 'margin', widget: metres(5, 200), required: true, half: true, when: ['form', 'line'] },
    { name: 'by', label: 'patrolBy', widget: choice('patrolBy'), half: true, when: ['form', 'line'] },
    { name: 'passes', label: 'passes', widget: whole(1, 96), required: true, half: true, when: ['form', 'line'] },
    { name: 'squad', label: 'squad', widget: { is: 'squad' }, half: true },
    { name: 'zone', label: 'zone', widget: { is: 'zone' }, half: true },
    { name: 'persons', label: 'persons', widget: whole(1, 50), required: true, half: true },
    { name: 'certified', label: 'certified', widget: whole(0, 50), required: true, half: true },
    dutyHours,
    ...period,
    note,
  ],
  fence: [
    { name: 'name', label: 'fenceName', widget: text(60), required: true },
    { name: 'kind', label: 'fenceKind', widget: choice('fenceKind'), half: true },
    { name: 'limitKmh', label: 'limitKmh', widget: whole(5, 120), required: true, half: true, when: ['kind', 'speed'] },
    { name: 'form', label: 'fenceForm', widget: choice('fenceForm'), half: true },
    { ...place, when: ['form', 'circle'] },
    {
      name: 'radius',
      label: 'fenceRadius',
      widget: metres(10, 20_000),
      required: true,
      half: true,
      when: ['form', 'circle'],
    },
    { name: 'drawn', label: 'ring', widget: { is: 'drawn', shape: 'ring' }, required: true, when: ['form', 'polygon'] },
    {
      name: 'drawn',
      label: 'line',
      widget: { is: 'drawn', shape: 'line' },
      required: true,
      when: ['form', 'corridor'],
    },
    {
      name: 'width',
      label: 'corridorWidth',
      widget: metres(10, 2000),
      required: true,
      half: true,
      when: ['form', 'corridor'],
    },
    { name: 'squads', label: 'fenceSquads', widget: { is: 'squads' } },
    dutyHours,
    { name: 'onAssignment', label: 'onAssignment', widget: { is: 'tick' }, half: true },
    { name: 'pursuit', label: 'pursuit', widget: { is: 'tick' }, half: true },
    ...period,
    note,
  ],
  stallPlace: [
    { name: 'name', label: 'stallName', widget: text(60), required: true },
    { name: 'kind', label: 'stallKind', widget: choice('stallKind'), half: true },
    { name: 'form', label: 'stallForm', widget: choice('stallForm'), half: true },
    { name: 'place', label: 'place', widget: { is: 'place' }, required: true, when: ['form', 'circle'] },
    { name: 'address', label: 'stallAddress', widget: text(120), when: ['form', 'polygon'] },
    {
      name: 'radius',
      label: 'stallRadius',
      widget: metres(3, 500),
      required: true,
      half: true,
      when: ['form', 'circle'],
    },
    { name: 'drawn', label: 'ring', widget: { is: 'drawn', shape: 'ring' }, required: true, when: ['form', 'polygon'] },
    { name: 'hours', label: 'weekly', widget: { is: 'weekly' }, required: true },
    from,
    { ...to, label: 'stallTo', required: false },
    { name: 'keeper', label: 'keeper', widget: text(60), half: true },
    { name: 'phone', label: 'phone', widget: { is: 'phone' }, half: true },
    { name: 'squad', label: 'stallSquad', widget: { is: 'squad' }, half: true },
    { name: 'conditions', label: 'stallConditions', widget: { is: 'lines', most: 10 } },
  ],
  videoPoint: [
    { name: 'name', label: 'videoName', widget: text(60), required: true },
    place,
    { name: 'heading', label: 'heading', widget: metres(0, 359), required: true, half: true },
    { name: 'fov', label: 'fov', widget: metres(10, 180), required: true, half: true },
    { name: 'range', label: 'range', widget: metres(5, 2000), half: true },
    { name: 'guard', label: 'guard', widget: { is: 'tick' }, half: true },
    { name: 'channel', label: 'channel', widget: text(40) },
    { name: 'device', label: 'device', widget: text(40) },
    { name: 'ptz', label: 'ptz', widget: { is: 'tick' }, half: true },
  ],
  contact: [
    { name: 'name', label: 'contactName', widget: text(60), required: true },
    { name: 'phone', label: 'phone', widget: { is: 'phone' }, required: true, half: true },
    { name: 'kind', label: 'contactKind', widget: choice('contactKind'), half: true },
    { name: 'authority', label: 'authority', widget: text(60), half: true },
    { name: 'hours', label: 'contactHours', widget: text(60), half: true },
    { name: 'checkedOn', label: 'checkedOn', widget: { is: 'date' }, required: true, half: true },
    note,
  ],
};

/** Asked of every entry: how it came to be known. */
export const sourceFields: readonly Field[] = [
  { name: 'way', label: 'way', widget: choice('way'), half: true },
  { name: 'asOf', label: 'asOf', widget: { is: 'time' }, half: true },
  { name: 'who', label: 'who', widget: text(60) },
];

export const shownFields = (kind: RegisterKind, draft: Draft): readonly Field[] =>
  [...formFields[kind], ...sourceFields].filter(
    ({ when }) => when === undefined || when.slice(1).includes(draft[when[0]] ?? ''),
  );
