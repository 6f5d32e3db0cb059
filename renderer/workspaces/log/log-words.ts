/** What a line of the duty log says: about what, and what happened. Pure. */
import { civil } from '../../../shared/lib/time.ts';
import { whatText } from '../../hall/timeline-words.ts';
import type { Line } from '../../hall/timeline-lines.ts';
import type { TFunction } from '../../hall/types.ts';
import { clauses, codeText, hasText, listed, saidOf } from '../../i18n/say.ts';
import type { Section } from '../../i18n/say.ts';

/** Names of what lines are about, by stream; units and zones by id. */
export interface Names {
  /** Number of the incident, of an assignment too; undefined where it is not held here. */
  readonly incident: (stream: string) => { readonly number: string; readonly headline: string } | undefined;
  /** Of the unit that an assignment was given to. */
  readonly unitOf: (stream: string) => string | undefined;
  /** Of alarms, units, duties, rosters, operations. */
  readonly thing: (stream: string) => string | undefined;
  readonly zone: (id: string) => string;
}

type Data = Line['data'];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const word = (t: TFunction, section: Section, code: unknown): string =>
  typeof code === 'string' && hasText(section, code) ? codeText(t, section, code) : '';
const nameOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'name' in value ? text(value.name) : '';
const namesIn = (t: TFunction, value: unknown): string => listed(t, Array.isArray(value) ? value.map(nameOf) : []);

const contents: Readonly<Record<string, (data: Data, t: TFunction, names: Names) => string>> = {
  DutyModeSwitched: ({ mode, cause, reason }, t) =>
    clauses(t, word(t, 'dutyMode', mode), cause === 'calendar' ? t('duty.byCalendar') : '', text(reason)),
  ApprovalAsked: ({ matter, reason }, t) => clauses(t, word(t, 'log.matter', matter), text(reason)),
  ApprovalRefused: ({ reason }) => text(reason),
  UnitStatusChanged: ({ status }, t) => word(t, 'unitStatus', status),
  UnitReserveChanged: ({ reserve, why }, t) =>
    clauses(t, t(reserve === true ? 'log.kept' : 'log.released'), word(t, 'unitCard.reserveWhy', why)),
  UnitStandsIn: ({ zone }, t, names) => (typeof zone === 'string' ? names.zone(zone) : t('log.ownZone')),
  AttendanceCorrected: ({ is, reason }, t) => clauses(t, word(t, 'attendance.is', is), text(reason)),
  SwapAnswered: ({ agreed }, t) => t(agreed === true ? 'granted.yes' : 'granted.no'),
  EquipmentIssued: ({ item, number }, t) => clauses(t, word(t, 'roster.equipment.items', item), text(number)),
  EquipmentReturned: ({ condition }, t) => word(t, 'roster.equipment.condition', condition),
  OperationEnded: ({ reason }) => text(reason),
  AlarmHandedOver: ({ to, reason }, t) => clauses(t, nameOf(to), text(reason)),
  AlarmShelved: ({ reason }) => text(reason),
  AlarmCleared: ({ as, reason }, t) => clauses(t, word(t, 'alarms.as', as), text(reason)),
  SupportSent: ({ units }, t) => namesIn(t, units),
  SupportAnswered: ({ unit, is }, t) => clauses(t, nameOf(unit), word(t, 'alarms.support.say', is)),
  AlarmEscalated: ({ to, because }, t) => clauses(t, word(t, 'alarms.step', to), word(t, 'alarms.because', because)),
};

/** What happened, in words. */
export function happened(line: Line, names: Names, t: TFunction): string {
  const { type, data, stream } = line;
  const more = contents[type];
  if (more === undefined || !hasText('event', type)) return whatText(line, names.unitOf(stream), t);
  const said = more(data, t, names);
  const what = codeText(t, 'event', type);
  return said === '' ? what : saidOf(t, what, said);
}

/** About what: the number of an incident, a unit, whose alarm. Empty where the line speaks of the whole hall. */
export function aboutText({ stream, type, data }: Line, names: Names, t: TFunction): string {
  if (type === 'AlarmRaised')
    return clauses(t, word(t, 'alarms.kind', data['kind']), nameOf(data['unit']), nameOf(data['fence']));
  if (type === 'IncidentReceived') return text(data['number']);
  return names.incident(stream)?.number ?? names.thing(stream) ?? '';
}

/** The hour that a line stands under, `21`. */
export const hourOf = (at: number, offset: number): number => civil(at, offset).hour;
