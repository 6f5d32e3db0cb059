import { hour } from '../../lib/time.ts';
import type { AlarmEvent } from './events.ts';

export type { AlarmKind } from './events.ts';

type DataOf<T extends AlarmEvent['type']> = Extract<AlarmEvent, { type: T }>['data'];

/** One thing that was done with it. `what`: type of the event; `name`: null for the hub itself. */
export interface AlarmStep {
  readonly what: AlarmEvent['type'];
  readonly at: number;
  readonly user: string;
  readonly name: string | null;
  readonly reason: string | null;
}

/** Something that somebody has to look at now, shared by all seats. */
export interface AlarmState extends DataOf<'AlarmRaised'> {
  readonly id: string;
  /** When it was raised, Unix ms. */
  readonly at: number;
  readonly stage: 'raised' | 'taken' | 'shelved' | 'cleared';
  /** Who answers for it; null while nobody does. */
  readonly owner: { readonly user: string; readonly name: string; readonly since: number } | null;
  readonly shelved: { readonly until: number; readonly reason: string } | null;
  readonly cleared: { readonly at: number; readonly user: string; readonly as: DataOf<'AlarmCleared'>['as'] } | null;
  readonly history: readonly AlarmStep[];
}

/** Nothing is out of the way for longer, ms. */
export const longestShelving = 12 * hour;

export interface AlarmReads {
  alarm(id: string): AlarmState | undefined;
  /** Those not cleared. */
  openAlarms(): readonly AlarmState[];
}
