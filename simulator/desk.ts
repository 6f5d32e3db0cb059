/**
 * A seat of the hall that dispatches, for the hours before somebody sits down: signed in as the demo's shift lead, through
 * the same door as every seat.
 */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { distance } from '../shared/geo/point.ts';
import type { Point } from '../shared/geo/point.ts';
import { uuidv7 } from '../shared/lib/ids.ts';
import type { Json } from '../shared/lib/json.ts';
import type { HelloAnswer, HubToSeat, SeatToHub } from '../shared/wire/hub-protocol.ts';
import { protocolVersion } from '../shared/wire/hub-protocol.ts';
import type { HubApi, Taken, UnitRow } from './hub-api.ts';
import type { Chance } from './random.ts';
import type { RoadPlates } from './roads.ts';
import type { HubTime } from './time.ts';
import { minute } from './time.ts';

/** Shift lead: may switch the duty mode and send units. */
const login = 'zhiban';
const seat = 'simulator';
const answerMs = 10_000;
const againMinutes = 5;
const mostTries = 6;

export interface DeskOptions {
  readonly api: HubApi;
  readonly time: HubTime;
  readonly chance: Chance;
  readonly onTrouble: (what: string) => void;
}

/** What is done with the examples, and how many minutes after they came in. */
type Plan = readonly (readonly [afterMinutes: number, type: string, data: { readonly [member: string]: Json }])[];

const plans: { readonly [example: string]: Plan } = {
  E1: [
    [1, 'PhoneSite', { result: 'noAnswer' }],
    [2, 'AssignUnit', { unit: 'm1' }],
    [3, 'TellLocalSquad', {}],
  ],
  E4: [[3, 'AssignUnit', { unit: 'z3-car' }]],
  E6: [[4, 'AssignUnit', { unit: 'm3' }]],
  E11: [[4, 'ReferIncident', { matter: 'renovationNoise' }]],
  E12: [[3, 'ReturnIncident', { why: 'notOurs', evidence: ['matter'] }]],
  E15: [[2, 'ReturnIncident', { why: 'outside', evidence: ['place'] }]],
};

/** Where the water company digs, as the plates name it, and for how long. */
export const repairPlace = '老沪闵路×罗秀路';
const repairTakes = 290 * minute;
type Place = RoadPlates['places'][number];

/** Matters of others: handed on. */
const ofOthers: ReadonlySet<string> = new Set(['renovationNoise', 'loudspeaker', 'truckNoise']);

export class LeadInDesk {
  readonly #options: DeskOptions;
  readonly #socket: Socket<HubToSeat, SeatToHub>;

  private constructor(options: DeskOptions, socket: Socket<HubToSeat, SeatToHub>) {
    this.#options = options;
    this.#socket = socket;
  }

  static async open(options: DeskOptions, night: string): Promise<LeadInDesk> {
    const token = await options.api.login(login, seat);
    const socket: Socket<HubToSeat, SeatToHub> = io(`${options.api.url}/seat`, {
      ...{ auth: { token, seat, protocol: protocolVersion }, transports: ['websocket'], forceNew: true },
    });
    // It keeps nothing, but takes everything: a seat that does not is waited for.
    socket.on('snapshot', ({ page }) => socket.emit('applied', { page }));
    socket.on('feed', ({ through }) => socket.emit('applied', { seq: through.seq }));
    await new Promise<void>((resolve, reject) => {
      // Each link of a seat begins with a hello.
      socket.on('connect', () =>
        socket.emit('hello', { cache: null, personalRefs: [] }, (answer: HelloAnswer) => {
          if (answer.status === 'welcome') resolve();
          else reject(new Error(`the desk was refused: ${answer.code}`));
        }),
      );
      socket.on('connect_error', (error) => {
        if (!socket.active) reject(new Error(`the desk was refused: ${error.message}`));
      });
    });
    const desk = new LeadInDesk(options, socket);
    const mode = { mode: 'night', cause: 'person', reason: '夜间联防', reportNight: night };
    await desk.#give('SwitchDutyMode', mode);
    return desk;
  }

  /** Sees to an order that came in: by the plan of an example, else as the matter asks. */
  see(name: string, { id, matter }: Taken): void {
    const { time, chance } = this.#options;
    const plan = plans[name];
    for (const [after, type, data] of plan ?? [])
      time.after(after * minute, () => {
        const own = type === 'AssignUnit' ? { id: this.#newId(), queue: true } : {};
        void this.#give(type, { incident: id, ...data, ...own });
      });
    // Examples without a plan are left to whoever sits down.
    if (plan !== undefined || !name.startsWith('N')) return;
    time.after(chance.between(1, 3) * minute, () => void this.#give('AcknowledgeIncident', { incident: id }));
    const wait = chance.between(4, 8) * minute;
    if (ofOthers.has(matter)) time.after(wait, () => void this.#give('ReferIncident', { incident: id, matter }));
    else time.after(wait, () => void this.#sendNearest(id, mostTries));
    // Most are seen to their end; some are left for whoever sits down.
    if (chance.next() < 0.75) time.after(wait + chance.between(35, 50) * minute, () => void this.#finish(id));
  }

  /** The water company rings that it begins to dig: entered by hand, and as old as the call. */
  waterRings(at: number, [lon, lat]: Place['at']): Promise<void> {
    const record = {
      ...{ number: '示抢 0042', utility: 'water', at: { lon, lat }, radius: 120, address: repairPlace },
      ...{ from: at, to: at + repairTakes, notifiedAt: at, contact: '供水抢修值班' },
    };
    const provenance = { source: '供水抢修来电（示意）', asOf: at, how: 'hand' };
    return this.#give('RecordRepairNotice', { id: 'n0042', record, provenance });
  }

  /** What a desk owes once somebody was there, or it is another's: answer, check, hand on, close. */
  async #finish(incident: string): Promise<void> {
    const { api, time, onTrouble } = this.#options;
    try {
      const { outcome, referred, returned, placing, open } = await api.incident(incident);
      if (outcome?.kind === 'refusesToStop' || (outcome === null && referred.length === 0 && returned === null)) return;
      const early = (outcome?.recheckBetween?.from ?? 0) - time.now();
      // Before its time a check says nothing.
      if (early > 0) {
        time.after(early + minute, () => void this.#finish(incident));
        return;
      }
      await this.#give('RecordReply', { incident, way: 'message' });
      const isChecked = outcome !== null && (outcome.recheckBetween !== null || outcome.sameHourCheckAt !== null);
      if (outcome !== null && outcome.recheckBetween !== null)
        await this.#give('RecordCheck', { incident, which: 'sameNight', way: 'camera', quiet: true });
      if (returned?.answerBy !== undefined) await this.#give('RecordReturnAnswer', { incident, answer: 'takenBack' });
      if (open.some(({ limit }) => limit === 'check'))
        await this.#give('RecordInspection', { incident, result: 'pass', way: 'camera' });
      if (isChecked && placing.squad === null) return;
      if (isChecked) await this.#give('HandToLocalSquad', { incident, owes: ['recheck'] });
      if (outcome === null || outcome.finishBy === null) await this.#give('CloseIncident', { incident });
    } catch (error) {
      onTrouble(String(error));
    }
  }

  stop(): void {
    this.#socket.disconnect();
  }

  #newId(): string {
    return uuidv7(this.#options.time.now(), this.#options.chance.bytes(10));
  }

  /** Where nobody is free it looks again later. */
  async #sendNearest(incident: string, tries: number): Promise<void> {
    const { api, time, onTrouble } = this.#options;
    try {
      const [units, { placing }] = await Promise.all([api.units(), api.incident(incident)]);
      // Nobody could be sent anywhere: back to whoever took the call, to be asked again.
      if (placing.at === null)
        return await this.#give('ReturnIncident', { incident, why: 'unclear', evidence: ['document'] });
      const unit = nearestFree(units, placing.at);
      if (unit !== undefined)
        await this.#give('AssignUnit', { id: this.#newId(), incident, unit: unit.id, queue: false });
      else if (tries > 1) time.after(againMinutes * minute, () => void this.#sendNearest(incident, tries - 1));
    } catch (error) {
      onTrouble(String(error));
    }
  }

  async #give(type: string, data: Json): Promise<void> {
    const { time, onTrouble } = this.#options;
    const command = { id: this.#newId(), type, data: data as never, basedOn: {}, madeAt: time.now() };
    const answer = await this.#socket
      .timeout(answerMs)
      .emitWithAck('command', command)
      .catch(() => undefined);
    // Where the pack turns the mode by itself, what was wanted is there.
    if (answer?.status === 'refused' && answer.refusal.code === 'DutyModeAlreadyInForce') return;
    if (answer?.status === 'refused') onTrouble(`${type} was refused: ${answer.refusal.code}`);
    else if (answer?.status !== 'accepted') onTrouble(`${type} had no answer`);
  }
}

/** The reserve stays where it is. Units nobody has seen come last. */
function nearestFree(units: readonly UnitRow[], to: Point): UnitRow | undefined {
  const metres = ({ position }: UnitRow): number =>
    position === null ? Number.MAX_SAFE_INTEGER : distance(position, to);
  return units
    .filter(({ status, jobs, reserve }) => status === 'available' && jobs.length === 0 && !reserve)
    .sort((a, b) => metres(a) - metres(b))[0];
}
