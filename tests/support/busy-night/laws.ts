/**
 * What must hold after a night of several seats, read out of the hub's whole journal, out of what each seat was told of its
 * entries, and off the screens: nothing lost, nobody sent twice, and every lost race explained to whoever lost it.
 */
import { expect } from 'playwright/test';
import { zhCNEvents } from '../../../renderer/i18n/zh-cn-events.ts';
import { racedBy } from '../../../shared/domain/rules/raced.ts';
import type { EventEnvelope } from '../../../shared/lib/journal.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { must } from '../../../shared/lib/must.ts';
import { clockTime } from '../../../shared/lib/time.ts';
import type { OutboxEntry } from '../../../shared/wire/seat-api.ts';
import { offset } from '../../../simulator/time.ts';
import type { NightHub } from '../night-hub.ts';

type Fields = Readonly<Record<string, Json | undefined>>;
export type Recorded = EventEnvelope<Fields>;

const page = 1_000;

/** Everything the hub holds, from the first event up to where it stands when asked for the last page. */
export async function journalOf(hub: NightHub): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  for (;;) {
    const { body } = await hub.call('GET', `/api/v1/journal?since=${events.length}&limit=${page}`);
    const found = (body as unknown as { readonly events: readonly Recorded[] }).events;
    events.push(...found);
    if (found.length < page) return events;
  }
}

const idOf = (stream: string): string => stream.slice(stream.indexOf('/') + 1);
const fieldsOf = (data: Json): Fields =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Fields) : {};

/** One seat after the night. */
export interface SeatAfter {
  /** Id of its account, and the name under which the others know it. */
  readonly user: string;
  readonly name: string;
  readonly entries: readonly OutboxEntry[];
}

/** Commands that bring nothing where what they ask for is so already, and the event by which it is so. */
const soAlready: Readonly<Record<string, string>> = {
  AcknowledgeIncident: 'IncidentAcknowledged',
  ClaimIncident: 'IncidentClaimed',
  CloseIncident: 'IncidentClosed',
  JoinIncident: 'IncidentJoined',
  ReferIncident: 'IncidentReferred',
  ReturnIncident: 'IncidentReturned',
  HandToLocalSquad: 'HandedToLocalSquad',
  ReleaseClaim: 'ClaimEnded',
};

/**
 * What the seats were told was accepted is in the journal, and nothing of theirs is that they were not told of. Returns how
 * many commands were accepted.
 */
export function checkNothingLost(events: readonly Recorded[], seats: readonly SeatAfter[]): number {
  const caused = new Map<string, Recorded[]>();
  for (const event of events) caused.set(event.cause, [...(caused.get(event.cause) ?? []), event]);
  let accepted = 0;
  for (const { user, name, entries } of seats) {
    const told = entries.filter(({ state }) => state === 'acknowledged');
    accepted += told.length;
    const without = told.filter(({ id }) => !caused.has(id));
    const lost = without.filter(({ type, data }) => {
      const { incident } = fieldsOf(data);
      return !events.some((one) => one.type === soAlready[type] && idOf(one.stream) === incident);
    });
    expect(lost, `accepted commands of ${name} that left nothing`).toEqual([]);
    const others = told.filter(({ id }) => caused.get(id)?.some(({ by }) => by.user !== user) === true);
    expect(others, `commands of ${name} that stand under another name`).toEqual([]);
    const ids = new Set(told.map(({ id }) => id));
    const untold = events.filter(({ by, cause }) => by.user === user && !ids.has(cause));
    expect(
      untold.map(({ seq, type, cause }) => ({
        seq,
        type,
        cause,
        entry: entries.find(({ id }) => id === cause) ?? null,
      })),
      `events of ${name} that its seat was not told of`,
    ).toEqual([]);
  }
  return accepted;
}

/**
 * At no place of the journal has a unit a second job that was not meant to wait behind the first, nor an incident a second
 * unit on its way: on this night nobody means to send two. Returns how often somebody was sent.
 */
export function checkNobodySentTwice(events: readonly Recorded[], seats: readonly SeatAfter[]): number {
  const entries = new Map(seats.flatMap((seat) => seat.entries.map((entry) => [entry.id, entry] as const)));
  const open = new Map<string, { readonly unit: string; readonly incident: string }>();
  let sent = 0;
  for (const { seq, type, stream, data, cause } of events) {
    if (type === 'UnitFreed') open.delete(String(data['assignment']));
    if (type !== 'UnitAssigned') continue;
    const [unit, incident] = [String(data['unit']), String(data['incident'])];
    const running = [...open.values()];
    const twice = running.filter((one) => one.incident === incident);
    expect(twice, `at ${seq} a second unit goes to incident ${incident}`).toEqual([]);
    if (running.some((one) => one.unit === unit)) {
      const wish = fieldsOf(must(entries.get(cause), `the command of ${seq}`).data);
      expect(wish['queue'], `at ${seq} unit ${unit} is sent to a second place at once`).toBe(true);
    }
    open.set(idOf(stream), { unit, incident });
    sent += 1;
  }
  return sent;
}

/** Every complaint is there, once. */
export function checkAllReceived(events: readonly Recorded[], incidents: readonly string[]): void {
  const received = events.filter(({ type }) => type === 'IncidentReceived').map(({ stream }) => idOf(stream));
  expect(received.toSorted()).toEqual(incidents.toSorted());
}

/** An entry as the tray shows it: its state and its words. */
export interface Shown {
  readonly state: string | null;
  readonly what: string;
  readonly why: string;
}

/** Who was first, as the refusal says it. */
interface Winner {
  readonly type: string;
  readonly at: number;
  readonly user: string;
  readonly name: string;
  readonly unitName: string;
}

function winnerOf({ refusal }: OutboxEntry): Winner | undefined {
  const params = fieldsOf((refusal?.params ?? {}) as Json);
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  if (refusal?.code === 'ClaimedByOther')
    return {
      ...{ type: 'IncidentClaimed', at: Number(params['at']), unitName: '' },
      ...{ user: text(params['user']), name: text(params['name']) },
    };
  const { meanwhile } = params;
  if (meanwhile === undefined) return undefined;
  const { type, at, by, name, unitName } = fieldsOf(meanwhile);
  return { type: text(type), at: Number(at), user: text(by), name: text(name), unitName: text(unitName) };
}

/** Streams that an entry speaks of. */
function about({ data, lane }: OutboxEntry): ReadonlySet<string> {
  const { incident, into, unit, assignment } = fieldsOf(data);
  const named = [
    ...[incident, into].map((id) => `incident/${String(id)}`),
    ...[`unit/${String(unit)}`, `assignment/${String(assignment)}`, lane],
  ];
  return new Set(named);
}

/**
 * Whether it was the sender's own other hand that was first: of that nobody need be told. A refusal that names the job in the way
 * speaks of the event that brought that job, and not of one that another brought after it was refused.
 */
function isOwnHand(entry: OutboxEntry, user: string, events: readonly Recorded[]): boolean {
  const types = racedBy[entry.refusal?.code ?? ''] ?? [];
  const streams = about(entry);
  const { incident } = fieldsOf((entry.refusal?.params ?? {}) as Json);
  const last = events.findLast(
    ({ type, stream, data }) =>
      types.includes(type) && streams.has(stream) && [data['incident'], undefined].includes(incident),
  );
  return last?.by.user === user;
}

/**
 * Each refused entry of a seat says who was first, when and with what, on its screen, and the journal says the same.
 * `shown` is the tray, in the order of the entries that need somebody. Returns the entries that lost against somebody else.
 */
export function checkExplained(
  { user, name, entries }: SeatAfter,
  shown: readonly Shown[],
  events: readonly Recorded[],
  names: ReadonlyMap<string, string>,
): readonly OutboxEntry[] {
  const open = entries.filter(({ state }) => ['refused', 'heldBack', 'asking'].includes(state));
  expect(
    shown.map(({ state }) => state),
    `the tray of ${name}`,
  ).toEqual(open.map(({ state }) => state));
  const lost: OutboxEntry[] = [];
  for (const [index, entry] of open.entries()) {
    if (entry.state !== 'refused') continue;
    const { why } = must(shown[index], 'as many as there are');
    const winner = winnerOf(entry);
    const what = `${name}: ${entry.type} ${JSON.stringify(entry.refusal)} shown as “${why}”`;
    if (winner === undefined) {
      expect.soft(isOwnHand(entry, user, events), what).toBe(true);
      continue;
    }
    const streams = about(entry);
    const event = events.find(
      ({ type, at, by, stream }) =>
        type === winner.type && at === winner.at && by.user === winner.user && streams.has(stream),
    );
    expect.soft(event, `${what}: the journal has no such event`).toBeDefined();
    expect.soft(winner.name, what).toBe(names.get(winner.user) ?? winner.name);
    const word = must((zhCNEvents.event as Readonly<Record<string, string>>)[winner.type], winner.type);
    for (const said of [winner.name, clockTime(winner.at, offset), word.replace('{{unit}}', winner.unitName).trim()])
      expect.soft(why, what).toContain(said);
    if (winner.user !== user) lost.push(entry);
  }
  return lost;
}
