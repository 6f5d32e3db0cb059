/**
 * What was pressed on this phone and must reach the hub: written down before it is sent, sent under one id until it is
 * answered, in order within a lane. Pure; whoever holds it writes each state away before acting on it.
 */
import type {
  FieldDuty,
  FieldFind,
  FieldReceipt,
  FieldSay,
  FieldSos,
  FieldStep,
  FieldSupport,
} from '../shared/wire/field-api.ts';

export type Pressed =
  | { readonly event: 'step'; readonly message: FieldStep }
  | { readonly event: 'duty'; readonly message: FieldDuty }
  | { readonly event: 'receipt'; readonly message: FieldReceipt }
  | { readonly event: 'sos'; readonly message: FieldSos }
  | { readonly event: 'support'; readonly message: FieldSupport }
  | { readonly event: 'find'; readonly message: FieldFind }
  | { readonly event: 'say'; readonly message: FieldSay };

/** Files that must be whole at the hub before it. */
export function filesOf(what: Pressed): readonly string[] {
  if (what.event === 'find') return what.message.uploads;
  const step = what.event === 'step' && what.message.step === 'evidence' ? what.message : undefined;
  return step?.upload === undefined ? [] : [step.upload];
}

export type Entry = Pressed & {
  readonly id: string;
  /** Counts up: the order of pressing. */
  readonly order: number;
  /** Hub time as far as this phone knows it, Unix ms. */
  readonly pressedAt: number;
  readonly state: 'waiting' | 'sent' | 'refused';
  /** Hub time of the answer; null: none yet. */
  readonly answeredAt: number | null;
  /** Of a refusal, or the short number of a find. */
  readonly said: string | null;
};

export type Answer =
  | { readonly status: 'accepted'; readonly number?: string }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'unavailable'; readonly retryAfterMs: number };

/** Sent entries kept to be looked at; what waits is always kept, and what was refused until somebody has read that. */
export const mostAnswered = 40;

/** What must not overtake what: steps of one job, what is said of the unit; a call for help waits for nothing. */
export function laneOf(entry: Pressed & { readonly id: string }): string {
  switch (entry.event) {
    case 'step':
      return `job ${entry.message.assignment}`;
    case 'duty':
      return 'duty';
    case 'support':
      return `support ${entry.message.alarm}`;
    case 'sos':
    case 'find':
    case 'receipt':
      return `${entry.event} ${entry.id}`;
    case 'say':
      return 'say';
  }
}

export function pressed(entries: readonly Entry[], what: Pressed, now: number): readonly Entry[] {
  const order = entries.reduce((most, entry) => Math.max(most, entry.order), 0) + 1;
  const entry = { ...what, id: what.message.id, order, pressedAt: now, state: 'waiting', answeredAt: null, said: null };
  return [...entries, entry as Entry];
}

/** The first of each lane that waits, calls for help before all else. */
export function next(entries: readonly Entry[]): readonly Entry[] {
  const lanes = new Map<string, Entry>();
  for (const entry of entries.toSorted((a, b) => a.order - b.order))
    if (entry.state === 'waiting' && !lanes.has(laneOf(entry))) lanes.set(laneOf(entry), entry);
  return [...lanes.values()].toSorted((a, b) => Number(b.event === 'sos') - Number(a.event === 'sos'));
}

/** An answer that comes twice, or for an entry that is gone, changes nothing. */
export function answered(entries: readonly Entry[], id: string, answer: Answer, now: number): readonly Entry[] {
  if (answer.status === 'unavailable') return entries;
  const settled = entries.map((entry): Entry => {
    if (entry.id !== id || entry.state !== 'waiting') return entry;
    const { status } = answer;
    const said = status === 'refused' ? answer.code : (answer.number ?? null);
    return { ...entry, state: status === 'refused' ? 'refused' : 'sent', answeredAt: now, said };
  });
  const over = settled.filter(({ state }) => state === 'sent').toSorted((a, b) => b.order - a.order);
  const kept = new Set(over.slice(0, mostAnswered));
  return settled.filter((entry) => entry.state !== 'sent' || kept.has(entry));
}

/** A refusal that was read. */
export const dismissed = (entries: readonly Entry[], id: string): readonly Entry[] =>
  entries.filter((entry) => entry.id !== id || entry.state !== 'refused');

export const waiting = (entries: readonly Entry[]): number => entries.filter(({ state }) => state === 'waiting').length;
