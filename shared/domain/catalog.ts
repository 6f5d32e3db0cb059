/**
 * The list of all things: which kinds of streams there are, which commands, which reactions. Hub and seat share it, so
 * that a document folds the same on both.
 */
import type { z } from 'zod';
import type { EventEnvelope, Recorded } from '../lib/journal.ts';
import { splitStream } from '../lib/journal.ts';
import { switchDutyMode } from './duty-mode/decide.ts';
import { dutyModeKind } from './duty-mode/evolve.ts';
import type { DutyModeReads } from './duty-mode/state.ts';
import type { CommandDefinition, DueReaction, Kind } from './kernel.ts';

/** Everything a decision may read. */
export type HubReads = DutyModeReads;

/** A kind with its type parameters closed: states and events are checked by their schemas where they enter. */
export type AnyKind = Kind<unknown, { readonly type: string; readonly data: unknown }>;
export type AnyCommand = CommandDefinition<unknown, HubReads>;

function open<S, E extends { readonly type: string; readonly data: unknown }>(kind: Kind<S, E>): AnyKind {
  return kind as unknown as AnyKind;
}

function command<D>(definition: CommandDefinition<D, HubReads>): AnyCommand {
  return definition as unknown as AnyCommand;
}

const allKinds: readonly AnyKind[] = [open(dutyModeKind)];
const allCommands: readonly AnyCommand[] = [command(switchDutyMode)];

export const kinds: ReadonlyMap<string, AnyKind> = new Map(allKinds.map((kind) => [kind.kind, kind]));
export const commands: ReadonlyMap<string, AnyCommand> = new Map(allCommands.map((item) => [item.type, item]));

/** Reactions to due times, by rule. */
export const dueReactions: ReadonlyMap<string, DueReaction<HubReads>> = new Map();

/** Reactions to events: what each commit asks the hub to do next. */
export const eventReactions: readonly ((
  event: EventEnvelope,
  reads: HubReads,
) => { readonly rule: string; readonly type: string; readonly data: unknown }[])[] = [];

/** Fold numbers by kind: a store with other numbers rebuilds its documents. */
export const folds: { readonly [kind: string]: number } = Object.fromEntries(
  allKinds.map((kind) => [kind.kind, kind.fold]),
);

/** Schema of an event's data; undefined for a type no kind knows. */
export function eventSchema(type: string): z.ZodType | undefined {
  for (const kind of allKinds) {
    const schema = kind.events[type];
    if (schema !== undefined) return schema;
  }
  return undefined;
}

/** The state after an event. Throws for a kind that does not exist: a broken journal, not bad input. */
export function evolveDocument(state: unknown, envelope: EventEnvelope): unknown {
  const { kind: name } = splitStream(envelope.stream);
  const kind = kinds.get(name);
  if (kind === undefined) throw new Error(`no such kind: ${name}`);
  const { type, data, ...rest } = envelope;
  const event: Recorded<{ type: string; data: unknown }> = {
    type,
    data,
    meta: {
      seq: rest.seq,
      id: rest.id,
      version: rest.version,
      at: rest.at,
      occurredAt: rest.occurredAt,
      by: rest.by,
      cause: rest.cause,
    },
  };
  return kind.evolve(state, event);
}

/** Sorted, distinct scope labels of a document. */
export function scopeOf(stream: string, state: unknown): readonly string[] {
  const { kind: name, id } = splitStream(stream);
  const kind = kinds.get(name);
  if (kind === undefined) throw new Error(`no such kind: ${name}`);
  return [...new Set(kind.scope(state, id))].sort();
}
