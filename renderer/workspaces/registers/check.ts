/** What was typed into a form: the record it makes, or what is wrong with it field by field; and what to look at. Pure. */
import { day, inDailyWindow, minute } from '../../../shared/lib/time.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { plainFigures } from '../../hall/typed.ts';
import type { AnyEntry, States } from './draft.ts';
import type { Draft, Field } from './fields.ts';
import { shownFields } from './fields.ts';

import { dense, recordOf } from './record-of.ts';
import type { Window } from './typed-parts.ts';
import { cornersOf } from './typed-parts.ts';
import type { Checked, CheckWorld, Figures, Warning } from './values.ts';
import { Values } from './values.ts';

/** A document that no longer than so holds is more often a slip of the year. */
const longDays = 92;
const seatAhead = 2_000;
/** Whether the daily hours have any minute within the span. */
function meets(
  span: { readonly from: number; readonly to: number },
  hours: Omit<Window, 'modes'>,
  offset: number,
): boolean {
  const until = Math.min(span.to, span.from + 2 * day);
  for (let at = span.from; at < until; at += minute) if (inDailyWindow(at, offset, hours)) return true;
  return false;
}

const labelled = (fields: readonly Field[], name: string): Pick<Field, 'name' | 'label'> =>
  fields.find((field) => field.name === name) ?? { name, label: 'asOf' };

/** What speaks against it though every field can be read. */
function faultsBetween(kind: RegisterKind, values: Values, draft: Draft, asOf: number, world: CheckWorld): void {
  const fields = shownFields(kind, draft);
  const [from, to] = [values.figure('from'), values.figure('to')];
  if (from >= to) values.fault(labelled(fields, 'to'), 'reversed');
  const half = fields.some(({ label }) => label === 'periodFrom') && Number.isNaN(from) !== Number.isNaN(to);
  const isTyped = (name: string): boolean => (draft[name] ?? '').trim() !== '';
  if (half && !isTyped('from')) values.fault(labelled(fields, 'from'), 'missing');
  if (half && !isTyped('to')) values.fault(labelled(fields, 'to'), 'missing');
  if (values.figure('notifiedAt') > world.now + seatAhead) values.fault(labelled(fields, 'notifiedAt'), 'inFuture');
  if (values.figure('certified') > values.figure('persons'))
    values.fault(labelled(fields, 'certified'), 'certifiedAbove');
  for (const name of ['channel', 'device']) {
    const code = values.text(name);
    if (code !== '' && !/^\d{20}$/.test(code)) values.fault(labelled(fields, name), 'gbCode');
  }
  if (kind === 'site' && values.text('contactLabel') !== '' && !isTyped('contactPhone'))
    values.fault(labelled(fields, 'contactPhone'), 'phoneMissing');
  if (kind === 'site' && isTyped('contactPhone') && !isTyped('contactChecked'))
    values.fault(labelled(fields, 'contactChecked'), 'missing');
  if (asOf > world.now + seatAhead) values.fault(labelled(fields, 'asOf'), 'inFuture');
  const held = world.before?.provenance.asOf;
  if (held !== undefined && asOf < held) values.fault(labelled(fields, 'asOf'), 'older', { time: held });
}

const nameOf = (entry: AnyEntry): string => ('number' in entry ? entry.number : entry.name);

function warningsOf(kind: RegisterKind, values: Values, draft: Draft, world: CheckWorld): readonly Warning[] {
  const found: Warning[] = [];
  const warn = (code: Warning['code'], params: Figures = {}): void => void found.push({ code, params });
  const { now, offset, entries, before, isOutside } = world;
  const others = entries.filter(({ id, withdrawn }) => withdrawn === undefined && id !== before?.id);
  const named = values.text('number') || values.text('name');
  const same =
    named === '' ? undefined : others.find((entry) => nameOf(entry).replace(/\s/g, '') === named.replace(/\s/g, ''));
  if (same !== undefined) warn('number' in same ? 'sameNumber' : 'sameName', { name: nameOf(same) });
  const places = [values.at(), ...cornersOf(draft['drawn']).map(([lon, lat]) => ({ lon, lat }))];
  if (places.some((at) => at !== undefined && isOutside(at))) warn('outside');
  const [from, to] = [values.figure('from'), values.figure('to')];
  const hours = values.get('hours');
  const daily = typeof hours === 'object' && hours !== null && !Array.isArray(hours) ? hours : undefined;
  if (from < to) {
    if (daily !== undefined && !meets({ from, to }, daily as unknown as Omit<Window, 'modes'>, offset))
      warn('noHourInSpan');
    if (to <= now) warn('over');
    if (to - from > longDays * day) warn('long', { days: longDays });
  }
  if (kind === 'nightPermit') {
    if (values.text('permits') !== 'nightWork') warn('notNightWork');
    const site = values.text('site');
    const overlap = (others as readonly States['nightPermit'][]).find(
      (one) => one.site === site && one.permits === 'nightWork' && one.from < to && from < one.to,
    );
    if (overlap !== undefined) warn('overlaps', { number: overlap.number });
  }
  const phone = plainFigures(`${draft['phone'] ?? ''} ${draft['contactPhone'] ?? ''} ${draft['contact'] ?? ''}`);
  if (/(?<!\d)1[3-9]\d{9}(?!\d)/.test(phone)) warn('mobile');
  if ((draft['who'] ?? '').trim() === '') warn('noSource');
  return found;
}

export function check(kind: RegisterKind, draft: Draft, world: CheckWorld): Checked {
  const values = new Values(kind, draft, world);
  const typed = values.get('asOf');
  // Nothing typed: as of the moment it is saved.
  const asOf = typeof typed === 'number' ? typed : world.now;
  faultsBetween(kind, values, draft, asOf, world);
  const warnings = warningsOf(kind, values, draft, world);
  const { faults } = values;
  if (faults.length > 0) return { asOf, faults, warnings };
  return { asOf, faults, warnings, record: dense(recordOf(kind, values, draft, world.before)) };
}
