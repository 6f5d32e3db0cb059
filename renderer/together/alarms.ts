/** What has to be heard until somebody takes it: pure. Taken means acknowledged, claimed or read, by any seat. */
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { MessageState } from '../../shared/domain/message/state.ts';
import { asideKey } from './put-aside.ts';
import { isLate, isQueued } from '../hall/incident-order.ts';

/** The first is called first. */
export const alarmKinds = ['sos', 'message', 'alarm', 'new', 'late'] as const;
export type AlarmKind = (typeof alarmKinds)[number];

export interface Alarm {
  readonly kind: AlarmKind;
  /** Of what it tells; the same as long as it is the same thing. */
  readonly key: string;
  /** Number of the incident; empty where there is none. */
  readonly number: string;
  /** Names and words of the pack only: what is spoken aloud says nothing of a caller. */
  readonly headline: string;
}

/** A call for help was told to a role of theirs, somebody else has it, and nobody was sent. */
export function isToldTo(
  { kind, stage, owner, support, escalated }: AlarmState,
  user: string,
  roles: readonly { readonly role: string }[],
): boolean {
  const isHelped = support.some(({ is }) => is !== 'cannot');
  if (kind !== 'sos' || stage === 'cleared' || owner?.user === user || isHelped) return false;
  return escalated.some(({ to }) => roles.some(({ role }) => role === to));
}

/** So often it is called while nobody takes it, ms. */
export const calledEvery: { readonly [kind in AlarmKind]: number } = {
  sos: 8_000,
  message: 30_000,
  alarm: 30_000,
  new: 20_000,
  late: 120_000,
};

export interface AlarmSources {
  readonly incidents: Iterable<IncidentState>;
  readonly messages: Iterable<MessageState>;
  /** Of the one list, with what is said of each. */
  readonly raised?: readonly { readonly alarm: AlarmState; readonly headline: string }[];
  /** Account of whoever sits here. */
  readonly user: string;
  /** Theirs: a call for help that is told upwards is called out to them again. */
  readonly roles?: readonly { readonly role: string }[];
  /** Calls that were told to them and that they put out of sight, by `asideKey`. */
  readonly aside?: ReadonlySet<string>;
  /** Whether new and late ones are theirs to take. */
  readonly takes: boolean;
  /** Hub time, Unix ms. */
  readonly now: number;
}

export function alarmsOf({
  incidents,
  messages,
  raised = [],
  user,
  roles = [],
  aside,
  takes,
  now,
}: AlarmSources): readonly Alarm[] {
  const found: Alarm[] = [];
  for (const incident of incidents) {
    if (!isQueued(incident)) continue;
    const { id, number, headline, source, acknowledged, claim, next } = incident;
    const isTaken = acknowledged !== null || claim !== null;
    if (!isTaken && source === 'sos') found.push({ kind: 'sos', key: `sos/${id}`, number, headline });
    else if (!isTaken && takes) found.push({ kind: 'new', key: `new/${id}`, number, headline });
    else if (takes && claim === null && isLate(incident, now))
      found.push({ kind: 'late', key: `late/${id}/${next?.limit ?? ''}/${next?.at ?? 0}`, number, headline });
  }
  for (const { alarm, headline } of raised) {
    const { id, stage, escalated } = alarm;
    if (stage === 'raised' && (takes || alarm.kind === 'sos'))
      found.push({ kind: alarm.kind === 'sos' ? 'sos' : 'alarm', key: `alarm/${id}`, number: '', headline });
    else if (isToldTo(alarm, user, roles) && aside?.has(asideKey(user, alarm)) !== true)
      found.push({ kind: 'sos', key: `alarm/${id}/${escalated.length}`, number: '', headline });
  }
  for (const { id, urgent, incident, receivers, from } of messages) {
    const own = receivers.find(({ kind, id: who }) => kind === 'person' && who === user);
    if (urgent && own?.readAt === null)
      found.push({ kind: 'message', key: `message/${id}`, number: incident?.number ?? '', headline: from.name });
  }
  return found;
}

export interface Call {
  readonly kind: AlarmKind;
  readonly alarms: readonly Alarm[];
}

/** Remembers what was called and when, and says what is to be called now: one kind at a time, the gravest first. */
export class AlarmRota {
  readonly #last = new Map<AlarmKind, { readonly at: number; readonly keys: ReadonlySet<string> }>();

  /** @param at Machine ms, never going back. */
  next(alarms: readonly Alarm[], at: number): Call | undefined {
    for (const kind of alarmKinds) {
      const own = alarms.filter((alarm) => alarm.kind === kind);
      const last = this.#last.get(kind);
      if (own.length === 0) {
        this.#last.delete(kind);
        continue;
      }
      const fresh = own.filter(({ key }) => last?.keys.has(key) !== true);
      if (last !== undefined && fresh.length === 0 && at - last.at < calledEvery[kind]) continue;
      this.#last.set(kind, { at, keys: new Set(own.map(({ key }) => key)) });
      return { kind, alarms: fresh.length > 0 ? fresh : own };
    }
    return undefined;
  }
}
