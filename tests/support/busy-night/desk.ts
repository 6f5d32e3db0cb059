/**
 * What a scripted dispatcher does without hands: through the door of the seat at which the page is open, as one more window
 * of it. Takes up what the pages are too slow for, and sees everything through to its end.
 */
import type { SeatRuntime } from '../../../seat/runtime/screen-connection.ts';
import type { Recommendation } from '../../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import {
  awaitsReturn,
  engagedUnits,
  isWithOthers,
  openChecks,
  owesCaller,
  owesInspection,
} from '../../../shared/domain/incident/state.ts';
import { openObligations } from '../../../shared/domain/rules/obligations.ts';
import { minute } from '../../../shared/lib/time.ts';
import type { OutboxEntry, RequestOf } from '../../../shared/wire/seat-api.ts';
import type { Chance } from '../../../simulator/random.ts';
import { NightSeat } from '../night-hub.ts';
import { ScreenClient } from '../screen-client.ts';

type Data = RequestOf<'submit'>['data'];

/** How long a complaint is left to whoever sits at a page, hub ms. */
const leftToPages = 12 * minute;
const kinds = ['incident', 'assignment', 'unit', 'site', 'squad', 'zone', 'pack', 'dutyMode'];
/** How often it looks again where nothing was heard, machine ms. */
const lookAgainMs = 500;
/** How long what was accepted may take until the seat shows it, machine ms. */
const seenMs = 5_000;
/** An incident that could not be finished by then is left to the next shift. */
const mostTries = 4;

/** Whether somebody has settled what becomes of it. */
export function isDecided(incident: IncidentState): boolean {
  const { closed, joinedInto, outcome, units } = incident;
  return closed !== null || joinedInto !== null || outcome !== null || units.length > 0 || isWithOthers(incident);
}

export interface DeskOptions {
  /** Of the seat's shell, with the secret. */
  readonly url: string;
  readonly login: string;
  readonly chance: Chance;
  /** Which incidents this seat looks after where no page has; by their place in the night. */
  readonly isOwn: (running: number) => boolean;
}

export class BusyDesk {
  readonly seat: NightSeat;
  readonly login: string;
  readonly #options: DeskOptions;
  /** Incidents that something else is about to happen to. */
  readonly kept = new Set<string>();
  /** Entries that came through here, and not from the page. */
  readonly given = new Set<string>();
  readonly #tries = new Map<string, number>();

  private constructor(client: ScreenClient, options: DeskOptions) {
    this.#options = options;
    this.login = options.login;
    const request: SeatRuntime['request'] = async (name, body) => {
      const answer = await client.ask(name, body);
      if (name === 'submit' && 'entry' in answer) this.given.add(String(answer.entry));
      return answer;
    };
    const seat = { request, onPush: client.onPush.bind(client) };
    this.seat = new NightSeat({ seat, close: () => client.close() });
  }

  close(): void {
    this.seat.close();
  }

  /** At a seat where somebody has signed in at the page. */
  static async open(options: DeskOptions): Promise<BusyDesk> {
    const desk = new BusyDesk(await ScreenClient.open(options.url), options);
    await desk.seat.seat.request('watch', { watch: 1, kinds });
    await desk.seat.live();
    return desk;
  }

  incident(id: string): IncidentState | undefined {
    return this.seat.document<IncidentState>(`incident/${id}`);
  }

  incidents(): readonly IncidentState[] {
    return this.seat.all<IncidentState>('incident');
  }

  /** All that was ever entered at this seat by its user. */
  async entries(): Promise<readonly OutboxEntry[]> {
    return (await this.seat.seat.request('outbox', {})).entries;
  }

  /**
   * On what this seat holds at the moment of the call. False where it did not come to be: what became of it the outbox says.
   * Throws for what the seat does not take, which is a mistake of the script.
   */
  async give(type: string, data: Data, ...streams: readonly string[]): Promise<boolean> {
    const [first = ''] = streams;
    const before = this.seat.document(first);
    try {
      await this.seat.act(type, data, streams);
      // The answer may be here before the events are. What brings nothing changes nothing.
      await this.seat.until(() => this.seat.document(first) !== before, 'it shows', seenMs).catch(() => undefined);
      return true;
    } catch (error) {
      if (String(error).includes('"status":')) throw error;
      return false;
    }
  }

  async recommend(incident: string): Promise<Recommendation | undefined> {
    const answer = await this.seat.seat.request('recommend', { incident });
    return answer.status === 'recommended' ? answer.recommendation : undefined;
  }

  /** Until somebody says that the night is over. */
  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) if (!(await this.#step())) await this.#news();
  }

  /** Resolves at the next word of the seat. */
  async #news(): Promise<void> {
    let looks = 0;
    await this.seat.until(() => (looks += 1) > 1, 'there are news', lookAgainMs).catch(() => undefined);
  }

  get now(): number {
    const { status } = this.seat;
    return status?.asOf ?? 0;
  }

  /** One thing for one incident; false where there is none. */
  async #step(): Promise<boolean> {
    const own = this.incidents().filter(
      ({ id, running, closed, joinedInto }) =>
        closed === null && joinedInto === null && !this.kept.has(id) && this.#options.isOwn(running),
    );
    const waiting = own.find((one) => this.#isLeftOver(one));
    if (waiting !== undefined && (await this.#decide(waiting))) return true;
    const done = own.find((one) => this.#triesOf(one.id) < mostTries && this.#mayFinish(one));
    if (done === undefined) return false;
    this.#tries.set(done.id, this.#triesOf(done.id) + 1);
    await this.#finish(done.id);
    return true;
  }

  #isLeftOver(incident: IncidentState): boolean {
    return !isDecided(incident) && this.now - incident.receivedAt > leftToPages;
  }

  #triesOf(incident: string): number {
    return this.#tries.get(incident) ?? 0;
  }

  /** False where nothing can be done yet. */
  async #decide({ id, similar, matter, placing, tookIn }: IncidentState): Promise<boolean> {
    const [incident, stream] = [id, `incident/${id}`];
    // One that took in others stays what it is: they would hang on one that hangs.
    const offered = tookIn.length > 0 ? [] : similar;
    const into = offered.map((one) => this.incident(one.incident)).find((one) => one !== undefined && mayTakeIn(one));
    if (into !== undefined && this.#options.chance.next() < 0.6)
      return this.give('JoinIncident', { incident, into: into.id }, stream, `incident/${into.id}`);
    const found = await this.recommend(id);
    if (found === undefined) return false;
    // Meanwhile somebody else may have: what was worked out is of no use then.
    const now = this.incident(id);
    if (now === undefined || isDecided(now)) return true;
    if (placing.outside !== null)
      return this.give('ReturnIncident', { incident, why: 'outside', evidence: ['place'] }, stream);
    if (found.advice === 'refer') return this.give('ReferIncident', { incident, matter }, stream);
    const [first] = found.units;
    if (found.advice === 'ask' || found.advice === 'noUnit')
      return this.give('ReturnIncident', { incident, why: 'unclear', evidence: ['document'] }, stream);
    if (first === undefined) return false;
    const data = { id: crypto.randomUUID(), incident, unit: first.unit, queue: first.jobsBefore > 0 };
    return this.give('AssignUnit', data, stream, `unit/${first.unit}`);
  }

  #mayFinish(incident: IncidentState): boolean {
    const { outcome } = incident;
    if (outcome?.kind === 'refusesToStop' || engagedUnits(incident).length > 0) return false;
    if (outcome === null) return isWithOthers(incident);
    return (outcome.recheckBetween?.from ?? 0) < this.now;
  }

  /** Answer, check, hand on, close: as far as this night goes. What is to be looked at tomorrow stays open. */
  async #finish(id: string): Promise<void> {
    const [incident, stream] = [id, `incident/${id}`];
    const here = (): IncidentState | undefined => this.incident(id);
    const joined = (): readonly IncidentState[] =>
      this.incidents().filter(({ joinedInto, closed }) => joinedInto?.incident === id && closed === null);
    const first = here();
    if (first === undefined) return;
    for (const one of [first, ...joined()])
      if (owesCaller(one)) await this.give('RecordReply', { incident: one.id, way: 'message' }, `incident/${one.id}`);
    if (openChecks(first).some(({ which }) => which === 'sameNight'))
      await this.give('RecordCheck', { incident, which: 'sameNight', way: 'camera', quiet: true }, stream);
    if (awaitsReturn(first)) await this.give('RecordReturnAnswer', { incident, answer: 'takenBack' }, stream);
    if (owesInspection(first)) await this.give('RecordInspection', { incident, result: 'pass', way: 'camera' }, stream);
    if (first.placing.squad !== null && openChecks(first).some(({ which }) => which === 'sameHour'))
      await this.give('HandToLocalSquad', { incident, owes: ['recheck'] }, stream);
    const last = here();
    if (last === undefined || last.closed !== null || openObligations(last, joined(), this.now).length > 0) return;
    await this.give('CloseIncident', { incident }, stream);
  }
}

function mayTakeIn({ closed, joinedInto }: IncidentState): boolean {
  return closed === null && joinedInto === null;
}
