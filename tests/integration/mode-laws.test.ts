/**
 * The duty mode at any moment: switched by hand, turned by the calendar, taken to an emergency on an approval or kept from it
 * by a no, while a unit takes its steps, the hub shut and opened in between and in the middle of a switch. What holds is held
 * to a small calendar of this test's own, and open work to what it was.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { DutyMode } from '../../shared/domain/duty-mode/events.ts';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor, CommandAnswer } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { minute } from '../../shared/lib/time.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { instantOf } from '../support/rules-world.ts';
import { smallPack } from '../support/small-pack.ts';
import type { WorkHub } from '../support/work-hub.ts';
import { openWorkHub, unitOnDuty } from '../support/work-hub.ts';

const begin = instantOf('2026-11-20T12:00');
const offset = 8 * 60 * minute;
const restDates = smallPack(begin).plates.calendars.restDates;

function turningPack() {
  const pack = smallPack(begin);
  return {
    ...pack,
    plates: { ...pack.plates, calendars: { ...pack.plates.calendars, turnsDuty: { holiday: 'restDates' as const } } },
  };
}

/** What the paper calendar on the wall says: nights from 17:30 to 08:30, days of rest by their date. */
function paper(at: number): { readonly mode: DutyMode; readonly night: string | undefined } {
  const local = new Date(at + offset);
  const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
  const date = (shift: number): string => new Date(at + offset + shift * 86_400_000).toISOString().slice(0, 10);
  if (minutes >= 17 * 60 + 30) return { mode: 'night', night: date(0) };
  if (minutes < 8 * 60 + 30) return { mode: 'night', night: date(-1) };
  return { mode: (restDates as readonly string[]).includes(date(0)) ? 'holiday' : 'routine', night: undefined };
}

/** The last minute at which the paper calendar changed, at or before the instant. */
function turnedAt(at: number): number {
  const whole = Math.floor(at / minute) * minute;
  for (let each = whole; ; each -= minute) {
    const [now, before] = [paper(each), paper(each - minute)];
    if (now.mode !== before.mode || now.night !== before.night) return each;
  }
}

/** The next instant at which the paper calendar changes. */
function turnsAt(at: number): number {
  const before = paper(at);
  for (let each = Math.floor(at / minute) * minute + minute; ; each += minute) {
    const then = paper(each);
    if (then.mode !== before.mode || then.night !== before.night) return each;
  }
}

interface Wish {
  readonly id: string;
  readonly data: Json;
  /** What it asks for is in force already. */
  readonly isSame: boolean;
}

interface Expected {
  readonly mode: DutyMode;
  /** When it was switched last, by whom. */
  readonly at: number;
  readonly cause: 'calendar' | 'person';
}

const byHand: readonly Actor[] = [
  { user: 'lin', seat: 'seat1', role: 'shiftLead' },
  { user: 'wang', seat: 'seat2', role: 'commander' },
];
const leader = '00000000-0000-7000-8000-00000000aaaa';

const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 700 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      is: fc.constant('switch' as const),
      mode: fc.constantFrom<DutyMode>('routine', 'night', 'holiday'),
      by: fc.integer({ min: 0, max: 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('emergency' as const),
      approval: fc.constantFrom<'given' | 'refused' | 'unanswered' | 'none' | 'used'>(
        ...(['given', 'given', 'refused', 'unanswered', 'none', 'used'] as const),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('step' as const),
      mode: fc.constantFrom<DutyMode>('routine', 'night', 'holiday'),
      /** Which of the two is asked for first; both are on their way at once. */
      stepFirst: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('stopped' as const),
      mode: fc.constantFrom<DutyMode>('routine', 'night', 'holiday'),
      /** Turns of the event loop between the wish and the stop; less than none: the stop comes first. */
      turns: fc.integer({ min: -2, max: 3 }),
      minutes: fc.integer({ min: 0, max: 300 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant('restart' as const), minutes: fc.integer({ min: 0, max: 900 }) }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

class Play {
  readonly done = new Set<string>();
  #hub: WorkHub;
  #expected: Expected;
  #ids = seededRandom(77);
  /** Answers of the person's switches, by command. */
  #given: { readonly id: string; readonly data: Json; readonly by: Actor; readonly answer: CommandAnswer }[] = [];
  #work: { readonly incident: string; readonly assignment: string } | undefined;
  #before: unknown;
  #steps = 0;
  /** Instants at which the hub came back. */
  readonly #opened = new Set<number>();
  #usedApproval: string | undefined;

  constructor(hub: WorkHub) {
    this.#hub = hub;
    this.#expected = { mode: 'routine', at: hub.clock.now(), cause: 'calendar' };
    this.#opened.add(hub.clock.now());
  }

  get hub(): WorkHub {
    return this.#hub;
  }

  #newId(): string {
    return uuidv7(this.#hub.clock.now(), this.#ids.bytes(10));
  }

  async #give(type: string, data: Json, by: Actor, id = this.#newId()): Promise<CommandAnswer> {
    const { hub, clock } = this.#hub;
    const answer = await hub.desk.submit({ id, type, data, basedOn: {}, madeAt: clock.now() }, by);
    if (answer.status === 'unavailable') throw new Error('the desk takes nothing');
    return answer;
  }

  async begin(): Promise<void> {
    const at = this.#hub;
    await vi.waitFor(() => expect(this.mode()?.mode).toBe('routine'));
    const roles = [{ role: 'dutyLeader' }];
    const account = { id: leader, login: 'daiban1', name: '带班', roles, demo: false };
    expect(await this.#give('CreateAccount', account, systemActor)).toMatchObject({ status: 'accepted' });
    await unitOnDuty(at, 'm7', []);
    const order = { source: '12345', externalId: 'T-1', text: '斜土路工地夜间施工噪音扰民' };
    const { body } = await at.send('POST', '/api/v1/incidents', order);
    const incident = String(body['id']);
    const assignment = this.#newId();
    const desk = byHand[0] as Actor;
    const sent = { id: assignment, incident, unit: 'm7', queue: false };
    expect(await this.#give('AssignUnit', sent, desk)).toMatchObject({ status: 'accepted' });
    this.#work = { incident, assignment };
    this.#before = this.work();
  }

  mode(): DutyModeState | undefined {
    return this.#hub.folder.journal.document(dutyModeStream)?.state as DutyModeState | undefined;
  }

  /** What a switch must leave alone. */
  work(): unknown {
    const { journal } = this.#hub.folder;
    const { incident = '', assignment = '' } = this.#work ?? {};
    const { number, open, closed, site, matter } = journal.document(`incident/${incident}`)
      ?.state as unknown as IncidentState;
    const { unit, stage, acceptBy } = journal.document(`assignment/${assignment}`)?.state as unknown as AssignmentState;
    return { number, open, closed, site, matter, unit, stage, acceptBy };
  }

  async #settled(): Promise<void> {
    for (let turn = 0; turn < 25; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  async #waitTo(instant: number): Promise<void> {
    const { clock } = this.#hub;
    while (clock.now() < instant) {
      clock.set(Math.min(instant, clock.now() + 30 * minute, turnsAt(clock.now())));
      await this.#settled();
    }
    this.#turned();
  }

  /** The calendar has the word again with each of its turns; an emergency is ended by people alone. */
  #turned(): void {
    const now = this.#hub.clock.now();
    const turn = turnedAt(now);
    const { mode, at } = this.#expected;
    if (mode === 'emergency' || turn <= at) return;
    this.#expected = { mode: paper(now).mode, at: turn, cause: 'calendar' };
  }

  #wish(mode: DutyMode, more: { readonly approval?: string } = {}): Wish {
    const before = this.mode();
    const night = mode === 'night' ? { reportNight: paper(this.#hub.clock.now()).night ?? '2026-11-20' } : {};
    const data: Json = { mode, cause: 'person', reason: '试', ...night, ...more };
    const isSame = before?.mode === mode && before.reportNight === (night as { reportNight?: string }).reportNight;
    return { id: this.#newId(), data, isSame };
  }

  #noted(wish: Wish, mode: DutyMode, by: Actor, answer: CommandAnswer, at: number): void {
    this.#given.push({ id: wish.id, data: wish.data, by, answer });
    expect(answer.status, JSON.stringify(answer)).toBe(wish.isSame ? 'refused' : 'accepted');
    if (!wish.isSame) this.#expected = { mode, at, cause: 'person' };
    this.done.add(wish.isSame ? 'switch refused' : `switch ${mode}`);
  }

  async #switch(mode: DutyMode, by: Actor, more: { readonly approval?: string } = {}): Promise<void> {
    const now = this.#hub.clock.now();
    const wish = this.#wish(mode, more);
    this.#noted(wish, mode, by, await this.#give('SwitchDutyMode', wish.data, by, wish.id), now);
  }

  async #emergency(approved: 'given' | 'refused' | 'unanswered' | 'none' | 'used'): Promise<void> {
    const [asks, other] = byHand as readonly [Actor, Actor];
    if (this.#expected.mode === 'emergency') {
      await this.#switch('routine', other);
      return;
    }
    if (approved === 'none' || (approved === 'used' && this.#usedApproval === undefined))
      return this.#noEmergency({}, 'ApprovalMissing');
    if (approved === 'used') return this.#noEmergency({ approval: this.#usedApproval ?? '' }, 'ApprovalUsed');
    const approval = this.#newId();
    const asked = await this.#give('AskApproval', { id: approval, matter: 'emergencyMode', reason: '暴雨' }, asks);
    expect(asked, JSON.stringify(asked)).toMatchObject({ status: 'accepted' });
    const answers = { user: leader, seat: 'seat3', role: 'dutyLeader' };
    const said = { id: approval, approver: null, channel: 'screen' };
    if (approved === 'unanswered') return this.#noEmergency({ approval }, 'ApprovalNotGiven');
    const [type, data] =
      approved === 'given'
        ? (['GiveApproval', said] as const)
        : (['RefuseApproval', { ...said, reason: '不必' }] as const);
    const answer = await this.#give(type, data, answers);
    expect(answer, JSON.stringify(answer)).toMatchObject({ status: 'accepted' });
    if (approved === 'refused') return this.#noEmergency({ approval }, 'ApprovalNotGiven');
    await this.#switch('emergency', asks, { approval });
    this.#usedApproval = approval;
  }

  /** Without somebody's yes nothing changes. */
  async #noEmergency(more: { readonly approval?: string }, code: string): Promise<void> {
    const asks = byHand[0] as Actor;
    const wish = this.#wish('emergency', more);
    const answer = await this.#give('SwitchDutyMode', wish.data, asks, wish.id);
    this.#given.push({ id: wish.id, data: wish.data, by: asks, answer });
    expect(answer).toMatchObject({ status: 'refused', refusal: { code } });
    this.done.add(`no emergency: ${code}`);
  }

  /** The unit's next step and a switch, both asked for at once. */
  async #step(mode: DutyMode, stepFirst: boolean): Promise<void> {
    const type = (['AcceptAssignment', 'SetOut', 'Arrive', 'ConfirmSafety'] as const)[Math.min(this.#steps, 3)] ?? '';
    this.#steps += 1;
    const desk = byHand[0] as Actor;
    const assignment = this.#work?.assignment ?? '';
    const takeStep = async (): Promise<void> => {
      const answer = await this.#give(type, { assignment, channel: 'radio' }, desk);
      expect(answer.status, JSON.stringify(answer)).toBe('accepted');
    };
    const switchTo = (): Promise<void> => this.#switch(mode, byHand[1] as Actor);
    await Promise.all(stepFirst ? [takeStep(), switchTo()] : [switchTo(), takeStep()]);
    const stages = ['assigned', 'accepted', 'onTheWay', 'onScene'] as const;
    this.#before = { ...(this.#before as object), stage: stages[Math.min(this.#steps, 3)] };
    this.done.add(`step ${type}`);
  }

  async #open(minutes: number): Promise<void> {
    const { folder, clock } = this.#hub;
    const now = clock.now() + minutes * minute;
    this.#opened.add(now);
    this.#hub = await openWorkHub({ dir: folder.dir, now, pack: turningPack() });
    await this.#settled();
    this.#turned();
  }

  async #restart(minutes: number): Promise<void> {
    const head = this.#hub.folder.journal.head().seq;
    await this.#hub.close();
    await this.#open(minutes);
    expect(this.#hub.folder.journal.head().seq).toBeGreaterThanOrEqual(head);
    this.done.add('restart');
  }

  /** The hub stops while a switch is on its way: taken or not, sent again it is carried out once. */
  async #stopped(mode: DutyMode, turns: number, minutes: number): Promise<void> {
    const by = byHand[1] as Actor;
    const { hub, clock } = this.#hub;
    const madeAt = clock.now();
    const wish = this.#wish(mode);
    const envelope = { id: wish.id, type: 'SwitchDutyMode', data: wish.data, basedOn: {}, madeAt };
    const pause = async (): Promise<void> => {
      for (let turn = 0; turn < Math.abs(turns); turn += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    let closing: Promise<void> | undefined;
    if (turns < 0) {
      closing = this.#hub.close();
      await pause();
    }
    const asked = hub.desk.submit(envelope, by);
    if (turns >= 0) {
      await pause();
      closing = this.#hub.close();
    }
    const [answer] = await Promise.all([asked, closing]);
    if (answer.status !== 'unavailable') this.#noted(wish, mode, by, answer, madeAt);
    await this.#open(minutes);
    this.done.add(`stopped, ${answer.status}`);
    if (answer.status !== 'unavailable') return;
    await this.check();
    const now = this.#hub.clock.now();
    const before = this.mode();
    const { reportNight } = wish.data as { readonly reportNight?: string };
    const isSame = before?.mode === mode && before.reportNight === reportNight;
    this.#noted({ ...wish, isSame }, mode, by, await this.#give('SwitchDutyMode', wish.data, by, wish.id), now);
  }

  async do(one: Act): Promise<void> {
    if (one.is === 'wait') await this.#waitTo(this.#hub.clock.now() + one.minutes * minute);
    else if (one.is === 'switch') await this.#switch(one.mode, byHand[one.by] as Actor);
    else if (one.is === 'emergency') await this.#emergency(one.approval);
    else if (one.is === 'step') await this.#step(one.mode, one.stepFirst);
    else if (one.is === 'stopped') await this.#stopped(one.mode, one.turns, one.minutes);
    else await this.#restart(one.minutes);
    await this.check();
  }

  async check(): Promise<void> {
    const { mode } = this.#expected;
    await vi.waitFor(() => expect(this.mode()?.mode).toBe(mode), { timeout: 5_000, interval: 10 });
    // Work is where it was: neither ended, nor moved, nor its clocks changed.
    expect(this.work()).toEqual(this.#before);
    this.done.add(`${mode} by ${this.#expected.cause}`);
  }

  async end(): Promise<void> {
    // A switch that is sent again, as a seat does that missed the answer, is the same one.
    for (const { id, data, by, answer } of this.#given) {
      const again = await this.#give('SwitchDutyMode', data, by, id);
      expect(again.status).toBe(answer.status);
    }
    await this.check();
    const switches = this.#hub.events().filter(({ type }) => type === 'DutyModeSwitched');
    // Each says who and why; one after the other, each from what the one before left.
    let from: string | undefined;
    for (const { data, by, at } of switches) {
      const said = data as {
        readonly mode: string;
        readonly from?: string;
        readonly cause: string;
        readonly reason: string;
      };
      expect(said.from).toBe(from);
      expect(said.cause === 'calendar' ? by.user : said.reason).toBe(said.cause === 'calendar' ? 'system' : '试');
      from = said.mode;
      // The calendar turns at its instant, or as soon as the hub is there again, and to what the paper has then.
      if (said.cause !== 'calendar') continue;
      expect(said.mode).toBe(paper(at).mode);
      expect(turnedAt(at) === at || this.#opened.has(at), new Date(at + offset).toISOString()).toBe(true);
    }
    const accepted = this.#given.filter(({ answer }) => answer.status === 'accepted').length;
    expect(switches.filter(({ data }) => (data as { readonly cause: string }).cause === 'person')).toHaveLength(
      accepted,
    );
    await this.#hub.close();
  }
}

test(
  'any switches, turns, emergencies and restarts leave the mode that holds and the work that is open',
  { timeout: 400_000 },
  async () => {
    const done = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 16 }), async (acts) => {
        const play = new Play(await openWorkHub({ now: begin, pack: turningPack() }));
        await play.begin();
        for (const one of acts) await play.do(one);
        await play.end();
        for (const one of play.done) done.add(one);
      }),
      { numRuns: 20, seed: 20261123, endOnFailure: true },
    );
    const wanted = [
      ...['switch routine', 'switch night', 'switch holiday', 'switch emergency', 'switch refused', 'restart'],
      ...['no emergency: ApprovalMissing', 'no emergency: ApprovalNotGiven', 'no emergency: ApprovalUsed'],
      ...['step AcceptAssignment', 'step SetOut', 'step Arrive', 'stopped, accepted', 'stopped, unavailable'],
      ...['night by calendar', 'routine by calendar', 'holiday by person', 'emergency by person', 'night by person'],
    ];
    expect(wanted.filter((kind) => !done.has(kind))).toEqual([]);
  },
);
