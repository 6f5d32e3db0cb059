/** Whether somebody may give a command at all: asked before anything is said of its data, or of what there is. */
import type { CommandDefinition } from '../../shared/domain/kernel.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { isSystem } from './check.ts';

/** What the desk asks of who gives commands, hub time in Unix ms. */
export interface DeskRights {
  /** Whether they hold the role they act under. */
  holds(by: Actor, at: number): boolean;
  /** Whether they may hold the document of a stream with this scope; where there is none, every one of its kind. */
  mayHold(by: Actor, stream: StreamId, scope: readonly string[] | undefined, at: number): boolean;
  /** Whether they may change documents with these scopes. */
  mayChange(by: Actor, scopes: readonly (readonly string[])[], at: number): boolean;
}

export interface Asked {
  readonly by: Actor;
  readonly at: number;
}

export function mayGive({ by, at }: Asked, roles: readonly string[], rights: DeskRights | undefined): boolean {
  if (isSystem(by)) return roles.length === 0 || roles.includes(systemActor.role);
  return by.role !== systemActor.role && roles.includes(by.role) && rights?.holds(by, at) !== false;
}

/** What a stream may be called that a sender names: anything else is no document, and is refused by its schema. */
const streamPattern = /^[A-Za-z]{1,40}\/[\x21-\x7e]{1,60}$/;

/**
 * The documents a command is about, also where its data is not as described: a wrong field must not be the way around the
 * question whose work it is.
 */
function concerned({ subject, alsoAbout }: CommandDefinition<unknown, never>, data: unknown): readonly StreamId[] {
  try {
    const streams = [...(subject === undefined ? [] : [subject(data)]), ...(alsoAbout?.(data) ?? [])];
    return streams.filter((stream) => streamPattern.test(stream));
  } catch {
    return [];
  }
}

/** Whether they may hold all that a command is about. */
export function mayConcern(
  { by, at }: Asked,
  definition: CommandDefinition<unknown, never>,
  data: unknown,
  rights: DeskRights | undefined,
  document: (stream: StreamId) => DocumentRecord<unknown> | undefined,
): boolean {
  if (rights === undefined) return true;
  return concerned(definition, data).every((stream) => rights.mayHold(by, stream, document(stream)?.scope, at));
}
