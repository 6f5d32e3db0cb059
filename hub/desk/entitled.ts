/** Whether somebody may give a command at all: asked before anything is said of its data, or of what there is. */
import type { CommandDefinition } from '../../shared/domain/kernel.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { isSystem } from './check.ts';

/** Who asks, and when. */
export interface Asked {
  readonly by: Actor;
  /** Hub time, Unix ms. */
  readonly at: number;
  /** When what they say happened, no later than `at`; absent where they say nothing that has happened. */
  readonly happenedAt?: number;
}

/** What the desk asks of who gives commands. */
export interface DeskRights {
  /** Whether they hold the role they act under. */
  holds(by: Actor, at: number): boolean;
  /** Whether they may hold the document of a stream with this scope; where there is none, every one of its kind. */
  mayHold(asked: Asked, stream: StreamId, scope: readonly string[] | undefined): boolean;
  /** Whether they may change documents with these scopes. */
  mayChange(asked: Asked, scopes: readonly (readonly string[])[]): boolean;
  /** What a person is called, for whoever came too late; undefined for who is no person. */
  nameOf?(user: string): string | undefined;
}

export function mayGive({ by, at }: Asked, roles: readonly string[], rights: DeskRights | undefined): boolean {
  if (isSystem(by)) return roles.length === 0 || roles.includes(systemActor.role);
  return by.role !== systemActor.role && roles.includes(by.role) && rights?.holds(by, at) !== false;
}

/** What a stream may be called that a sender names: anything else is no document, and is refused by its schema. */
const streamPattern = /^[A-Za-z]{1,40}\/[\x21-\x7e]{1,60}$/;

/** The same question about what the command says has happened; an order happens when it is given. */
export function saying(
  { by, at }: Asked,
  { nature, occurredAt }: Pick<CommandDefinition<unknown, never>, 'nature' | 'occurredAt'>,
  data: unknown,
): Asked {
  if (nature !== 'fact') return { by, at };
  const said = orUndefined(() => occurredAt?.(data));
  return { by, at, happenedAt: typeof said === 'number' ? Math.min(said, at) : at };
}

/** Of data that may not be as described. */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/**
 * The documents a command is about, also where its data is not as described: a wrong field must not be the way around the
 * question whose work it is.
 */
function concerned({ subject, alsoAbout }: CommandDefinition<unknown, never>, data: unknown): readonly StreamId[] {
  const streams = [orUndefined(() => subject?.(data)), ...(orUndefined(() => alsoAbout?.(data)) ?? [])];
  return streams.flatMap((stream) => (stream !== undefined && streamPattern.test(stream) ? [stream] : []));
}

/** Whether they may hold all that a command is about, and whose work it reaches besides. */
export function mayConcern(
  asked: Asked,
  definition: CommandDefinition<unknown, never>,
  data: unknown,
  rights: DeskRights | undefined,
  document: (stream: StreamId) => DocumentRecord<unknown> | undefined,
): boolean {
  if (rights === undefined) return true;
  const about = saying(asked, definition, data);
  const state = (stream: StreamId): unknown => (streamPattern.test(stream) ? document(stream)?.state : undefined);
  const reached = orUndefined(() => definition.reaches?.(data, state)) ?? [];
  return (
    concerned(definition, data).every((stream) => rights.mayHold(about, stream, document(stream)?.scope)) &&
    reached.every((scope) => rights.mayChange(about, [scope]))
  );
}
