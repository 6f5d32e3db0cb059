import { hour, minute } from '../../lib/time.ts';
import type { AlarmEvent, SosStep } from './events.ts';

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

/** A unit that was sent in support of a call for help, and what is known of its going. */
export interface Support {
  readonly unit: string;
  readonly name: string;
  readonly metres: number | null;
  readonly sentAt: number;
  readonly sentBy: string;
  readonly is: 'sent' | DataOf<'SupportAnswered'>['is'];
  /** Since when it is so, and who said so for it; null: the unit itself, or nobody yet. */
  readonly since: number;
  readonly saidBy: string | null;
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
  readonly support: readonly Support[];
  readonly escalated: readonly {
    readonly to: SosStep;
    readonly at: number;
    readonly because: DataOf<'AlarmEscalated'>['because'];
  }[];
  readonly history: readonly AlarmStep[];
}

/** Nothing is out of the way for longer, ms. */
export const longestShelving = 12 * hour;

/** Help is on its way or there. */
export const isHelped = ({ support }: Pick<AlarmState, 'support'>): boolean =>
  support.some(({ is }) => is !== 'cannot');

/**
 * After so long without help a call is told upwards, ms from its press as the hub learned of it. No rule asks for these: a minute
 * is two radio calls unanswered, and in five the brigade must know.
 */
export const sosSteps: readonly { readonly to: SosStep; readonly after: number }[] = [
  { to: 'shiftLead', after: minute },
  { to: 'dutyLeader', after: 3 * minute },
  { to: 'commander', after: 5 * minute },
];

export interface AlarmReads {
  alarm(id: string): AlarmState | undefined;
  /** Those not cleared. */
  openAlarms(): readonly AlarmState[];
}
