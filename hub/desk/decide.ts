/** One command, from its shape to its events, inside the savepoint of its batch. */
import type { Catalog } from '../../shared/domain/catalog.ts';
import { personalDataErasedSchema } from '../../shared/domain/kernel.ts';
import type { CommandDefinition, DecideContext } from '../../shared/domain/kernel.ts';
import type { DocumentQuery } from '../../shared/domain/reads.ts';
import type { DocumentCache } from '../../shared/lib/document-cache.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type {
  Actor,
  CommandAnswer,
  CommandEnvelope,
  DocumentRecord,
  EventDraft,
  EventEnvelope,
  Refusal,
  StreamId,
} from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { seal } from '../journal/seal.ts';
import type { FeedRow, JournalHead, JournalReads, JournalWrites, KnownCommand, VaultRecord } from '../journal/store.ts';
import { presentSchema } from '../journal/upcast.ts';
import type { Clock, RandomSource } from '../ports.ts';
import { checkEnvelope, fingerprintOf, invalid, isJson, refused } from './check.ts';
import type { Asked, DeskRights } from './entitled.ts';
import { mayConcern, mayGive, saying } from './entitled.ts';
import { folder } from './fold.ts';
import { changedMeanwhile, explained } from './meanwhile.ts';
import type { Look } from './meanwhile.ts';
import { mentions, newPlace, partPersonal, toldOf, withoutPersonal } from './personal.ts';
import type { SystemSubmission } from './port.ts';

/** How far in the future a sender's clock may put what happened, ms. */
const clockTolerance = 2_000;

export interface DecisionRoom<R> {
  readonly catalog: Catalog<R>;
  readonly reads: R;
  readonly cache: DocumentCache<DocumentQuery>;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly secret: Uint8Array;
  /** A record of the vault, or one of this batch that is to go there. */
  readonly record: (ref: string) => VaultRecord | undefined;
  /** What people may do; without it everybody may who acts under a role of the command. */
  readonly rights?: DeskRights;
}

export interface Submission {
  readonly command: CommandEnvelope;
  readonly by: Actor;
  readonly system: SystemSubmission;
}

export interface Outcome {
  readonly answer: CommandAnswer;
  /** Where the journal stands after it. */
  readonly head: JournalHead;
  readonly rows: readonly FeedRow[];
  /** To be put into the vault before the commit. */
  readonly records: readonly VaultRecord[];
  /** References to be emptied after the commit. */
  readonly erased: readonly string[];
  /** Whether anything was written. */
  readonly wrote: boolean;
}

/** Of documents as they stand: what a command makes anew has no scope before it. */
function isWithinScope<R>({ cache, rights }: DecisionRoom<R>, asked: Asked, drafts: readonly EventDraft[]): boolean {
  if (rights === undefined) return true;
  const streams = [...new Set(drafts.map(({ stream }) => stream))];
  return rights.mayChange(
    asked,
    streams.flatMap((stream) => {
      const document = cache.document(stream);
      return document === undefined ? [] : [document.scope];
    }),
  );
}

/** Of kinds that there are. */
function documentOf<R>({ catalog, cache }: DecisionRoom<R>, stream: StreamId): DocumentRecord<unknown> | undefined {
  return catalog.kinds.has(splitStream(stream).kind) ? cache.document(stream) : undefined;
}

function badStreamName(basedOn: CommandEnvelope['basedOn']): CommandAnswer | undefined {
  const good = Object.keys(basedOn).every((stream) => /^[^/]+\/./.test(stream));
  return good ? undefined : refused('InvalidCommand', { field: 'envelope.basedOn', problem: 'invalid_key' });
}

interface Place {
  readonly now: number;
  readonly occurredAt: number;
}

/** Gives each event its place, writes it and folds it. Throws where an event does not fit its schema: a bug. */
function append<R>(
  room: DecisionRoom<R>,
  writes: JournalWrites,
  head: JournalHead,
  drafts: readonly EventDraft[],
  { command, by }: Submission,
  { now, occurredAt }: Place,
  touched: Set<StreamId>,
): { head: JournalHead; rows: FeedRow[]; versions: { readonly [stream: string]: number } } {
  const { kinds } = room.catalog;
  const fold = folder(kinds, room.cache);
  const rows: FeedRow[] = [];
  let last = head;
  for (const { stream, type, data } of drafts) {
    const schema = kinds.get(splitStream(stream).kind)?.events[type];
    if (schema === undefined) throw new Error(`${command.type} made an event no kind knows: ${type} of ${stream}`);
    const parsed = schema.safeParse(data);
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')} ${issue.code}`);
      throw new Error(`${command.type} made a ${type} that does not fit its schema: ${fields.join(', ')}`);
    }
    touched.add(stream);
    const version = (fold.document(stream)?.version ?? 0) + 1;
    const { bytes, hash } = seal(last.hash, {
      seq: last.seq + 1,
      id: uuidv7(now, room.random.bytes(10)),
      stream,
      version,
      type,
      schema: must(presentSchema(kinds, stream, type), 'schema'),
      data: parsed.data as Json,
      at: now,
      occurredAt,
      by,
      cause: command.id,
    });
    // Folded from the bytes, as a rebuild will: what JSON does not carry must not reach a document today either.
    const event = JSON.parse(bytes) as EventEnvelope;
    const scope = fold.fold(event);
    writes.append(event, bytes, hash, last.hash, scope);
    rows.push({ seq: event.seq, bytes, hash, stream, version, scope });
    last = { seq: event.seq, hash, at: now };
  }
  return { head: last, rows, versions: fold.flush(writes) };
}

function decided<R>(
  definition: CommandDefinition<unknown, R>,
  data: unknown,
  room: DecisionRoom<R>,
  { command, by, system }: Submission,
  now: number,
): { readonly refusal: Refusal } | { readonly events: readonly EventDraft[]; readonly place: Place } {
  const stated = system.occurredAt ?? definition.occurredAt?.(data) ?? now;
  if (stated > now + clockTolerance) return { refusal: { code: 'TimeInFuture', params: { field: 'occurredAt' } } };
  const place: Place = { now, occurredAt: Math.min(stated, now) };
  const context: DecideContext = {
    ...place,
    by,
    commandId: command.id,
    newId: () => uuidv7(now, room.random.bytes(10)),
    mayHold: (stream) => room.rights?.mayHold({ by, at: now }, stream, documentOf(room, stream)?.scope) !== false,
  };
  const decision = definition.decide(data, room.reads, context);
  if ('refusal' in decision) return decision;
  return { events: decision.events, place };
}

/** Whether a command says the same as the one that was answered under its id. */
function isRepeat<R>(
  room: DecisionRoom<R>,
  reads: JournalReads,
  { fingerprint, answer }: KnownCommand,
  { type, data }: CommandEnvelope,
): boolean {
  const ref = answer.status === 'accepted' ? answer.refs[0] : undefined;
  const definition = room.catalog.commands.get(type);
  const isSame = (said: Json): boolean => fingerprint === fingerprintOf(room.secret, type, toldOf(said, definition));
  if (ref === undefined) return isSame(withoutPersonal(data));
  const record = reads.vaultReference(ref)?.erased === true ? undefined : room.record(ref);
  // With the record went its salt: what was said cannot be told any more, so the first answer stands for everything.
  if (record === undefined) return true;
  const parted = partPersonal(data, definition?.personal, () => record, record.storedAt);
  return 'data' in parted && isSame(parted.data);
}

/**
 * Decides one command and writes what it brings. Throws on a broken invariant and on a full store; the caller then rolls
 * the savepoint back and forgets the documents of `touched`.
 */
export function decideCommand<R>(
  room: DecisionRoom<R>,
  writes: JournalWrites,
  head: JournalHead,
  submission: Submission,
  touched: Set<StreamId>,
): Outcome {
  const { command, by, system } = submission;
  const nothing = { head, rows: [], records: [], erased: [] };
  const malformed =
    checkEnvelope(command, by) ??
    badStreamName(command.basedOn) ??
    (isJson(command.data) ? undefined : refused('InvalidCommand', { field: 'data', problem: 'not_json' }));
  if (malformed !== undefined) return { ...nothing, answer: malformed, wrote: false };

  const settle = (): void => {
    if (system.settles === undefined) return;
    const { stream, rule, at } = system.settles;
    writes.dropDue(stream, rule, at);
  };
  const definition = room.catalog.commands.get(command.type);
  const now = Math.max(head.at, room.clock.now());
  const asked: Asked = { by, at: now };
  const known = writes.knownCommand(command.id);
  if (known !== undefined) {
    settle();
    const barred = definition !== undefined && !mayGive(asked, definition.roles, room.rights);
    // What was taken in stays so, though the sender's role ended meanwhile.
    const answer = isRepeat(room, writes, known, command)
      ? known.answer
      : refused(barred ? 'NotAllowed' : 'CommandIdReused');
    return { ...nothing, answer, wrote: system.settles !== undefined };
  }
  const conclude = (
    answer: CommandAnswer,
    rest: Omit<Outcome, 'answer' | 'wrote'> = nothing,
    said = withoutPersonal(command.data),
  ): Outcome => {
    settle();
    const fingerprint = fingerprintOf(room.secret, command.type, toldOf(said, definition));
    writes.recordAnswer(command.id, { fingerprint, answer });
    return { ...rest, answer, wrote: true };
  };

  if (definition === undefined) return conclude(refused('UnknownCommand'));
  if (!mayGive(asked, definition.roles, room.rights)) return conclude(refused('NotAllowed'));
  const parted = partPersonal(command.data, definition.personal, () => newPlace(room.random), now);
  const data = 'refusal' in parted ? undefined : definition.schema.safeParse(parted.data);
  // As it came where it is not as described.
  const about = data?.success === true ? data.data : command.data;
  if (!mayConcern(asked, definition, about, room.rights, (stream) => documentOf(room, stream)))
    return conclude(refused('NotAllowed'));
  if ('refusal' in parted) return conclude(parted.refusal);
  if (data?.success !== true) return conclude(invalid(must(data, 'parsed').error, definition.schema));
  const look: Look = {
    ...{ reads: writes, rights: room.rights, asked, basedOn: command.basedOn },
    scopeOf: (stream) => documentOf(room, stream)?.scope,
  };
  const changed = changedMeanwhile(look, definition.conflictsWith);
  if (changed !== undefined) return conclude({ status: 'refused', refusal: changed });

  const decision = decided(definition, data.data, room, submission, now);
  if ('refusal' in decision) return conclude({ status: 'refused', refusal: explained(decision.refusal, look) });
  if (definition.changesAny !== true && !isWithinScope(room, saying(asked, definition, data.data), decision.events))
    return conclude(refused('NotAllowed'));
  const appended = append(room, writes, head, decision.events, submission, decision.place, touched);

  // What no event speaks of nobody could ever find or erase: it is not kept.
  const { record } = parted;
  const bearer = record && decision.events.find((event) => mentions(event.data, record.ref));
  const records = record !== undefined && bearer !== undefined ? [record] : [];
  if (record !== undefined && bearer !== undefined) writes.addVaultReference(record.ref, bearer.stream);
  const erased = decision.events
    .filter((event) => event.type === 'PersonalDataErased')
    .map((event) => personalDataErasedSchema.parse(event.data).ref);
  for (const ref of erased) writes.markVaultReferenceErased(ref);

  const answer: CommandAnswer = {
    status: 'accepted',
    seq: appended.head.seq,
    versions: appended.versions,
    refs: records.map(({ ref }) => ref),
  };
  const outcome = { head: appended.head, rows: appended.rows, records, erased };
  return records.length > 0 ? conclude(answer, outcome, parted.data) : conclude(answer, outcome);
}
