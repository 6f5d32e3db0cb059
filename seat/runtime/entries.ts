/** Making entries of the outbox: from what a screen submits, and again from one that was refused. */
import type { CommandDefinition } from '../../shared/domain/kernel.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { commandSchema } from '../../shared/wire/hub-protocol.ts';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import type { HubTime } from './hub-time.ts';
import { laneOf } from './lanes.ts';
import type { Outbox } from './outbox.ts';
import type { OutboxRow, SeatClock, SeatRandom } from './ports.ts';
import { parted } from './sender.ts';

/** What a seat knows of a command: what may stand in it. What it does is the hub's business. */
export type SeatCommand = Pick<CommandDefinition<unknown, never>, 'schema' | 'personal' | 'alsoPersonal' | 'nature'>;
export type SeatCommands = ReadonlyMap<string, SeatCommand>;

export interface EntryParts {
  readonly commands: SeatCommands;
  readonly clock: SeatClock;
  readonly random: SeatRandom;
  readonly time: HubTime;
  /** Version of the document that is held now; undefined where none is. */
  readonly versionOf: (stream: StreamId) => number | undefined;
}

export type Invalid = Extract<AnswerOf<'submit'>, { status: 'invalid' }>;

function invalid(field: string, problem: string): Invalid {
  return { status: 'invalid', field, problem };
}

/** The first thing a schema found: path and code, never what was written. */
function problemOf(
  error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string }[] },
  root: string,
): Invalid {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return invalid(path === '' ? root : root === 'data' ? path : `${root}.${path}`, issue?.code ?? 'custom');
}

const newId = ({ time, random }: EntryParts): string => uuidv7(time.now(), random.bytes(10));

/** Checked as the hub checks it, so that a mistake shows where it is made and not in the tray. */
export function newEntry(
  parts: EntryParts,
  { type, data, basedOn, lane }: RequestOf<'submit'>,
  user: string,
): OutboxRow | Invalid {
  const definition = parts.commands.get(type);
  if (definition === undefined) return invalid('type', 'unknown');
  let split: ReturnType<typeof parted>;
  try {
    split = parted(data, definition);
    canonicalJson(split.data);
  } catch {
    return invalid('data', 'not_json');
  }
  if (split.words !== undefined) {
    if (definition.personal === undefined) return invalid('personal', 'unrecognized_keys');
    const personal = definition.personal.safeParse(split.words);
    if (!personal.success) return problemOf(personal.error, 'personal');
  }
  const checked = definition.schema.safeParse(split.wordless);
  if (!checked.success) return problemOf(checked.error, 'data');
  const id = newId(parts);
  const command = { id, type, data: split.data, basedOn, madeAt: parts.time.now() };
  const envelope = commandSchema.omit({ data: true }).safeParse({ id, type, basedOn, madeAt: command.madeAt });
  if (!envelope.success) return problemOf(envelope.error, 'envelope');
  return {
    ...{ id, user, command, personal: split.personal, nature: definition.nature },
    lane: lane ?? laneOf(command),
    ...fresh,
    wantedAt: parts.clock.machine(),
  };
}

const fresh = {
  state: 'pending',
  refusal: null,
  heldBackBy: null,
  settledAt: null,
  acknowledged: null,
} as const satisfies Partial<OutboxRow>;

/** The same wish as a new command, based on what is held now; of a stream no longer held, on what was seen then. */
function again(parts: EntryParts, row: OutboxRow): OutboxRow {
  const id = newId(parts);
  const seen = Object.entries(row.command.basedOn);
  const basedOn = Object.fromEntries(
    seen.map(([stream, version]) => [stream, parts.versionOf(stream as StreamId) ?? version]),
  );
  const command = { ...row.command, id, basedOn, madeAt: parts.time.now() };
  const lane = row.lane === laneOf(row.command) ? laneOf(command) : row.lane;
  return { ...row, id, command, lane, ...fresh, wantedAt: parts.clock.machine() };
}

/** What a person says about an entry. Nothing happens where it is not theirs, or not theirs to say (any more). */
export function settle(
  parts: EntryParts,
  outbox: Outbox,
  { entry, how }: RequestOf<'settle'>,
  user: string | undefined,
): AnswerOf<'settle'> {
  const nothing = { settled: false, entry: null };
  const row = outbox.get(entry);
  if (row === undefined || row.user !== user || outbox.isSending(entry)) return nothing;
  const isTray = row.state === 'refused' || row.state === 'heldBack';
  // What the hub has, or had before its restore, cannot be taken back here.
  const isMine = row.acknowledged === null && !outbox.isCarriedOut(entry);
  switch (how) {
    case 'send':
      // A refused command stays refused under its id, for ever.
      if (row.state !== 'asking' && row.state !== 'heldBack') return nothing;
      outbox.update([{ id: entry, state: 'pending', heldBackBy: null, wantedAt: parts.clock.machine() }]);
      return { settled: true, entry };
    case 'discard':
      if (!isMine || !(isTray || row.state === 'asking' || row.state === 'pending')) return nothing;
      outbox.update(outbox.discarding(row));
      return { settled: true, entry };
    case 'redo': {
      if (!isMine || !(isTray || row.state === 'asking')) return nothing;
      const next = again(parts, row);
      outbox.add(next, [{ id: entry, state: 'discarded', settledAt: parts.clock.machine() }]);
      return { settled: true, entry: next.id };
    }
  }
}
