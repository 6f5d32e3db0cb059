/** One unit of the night: reports for duty, patrols, takes its jobs step by step, and tells where it is. */
import { destination } from '../shared/geo/point.ts';
import type { Point } from '../shared/geo/point.ts';
import type { FieldJob, FieldJobs } from '../shared/wire/field-api.ts';
import type { FieldLink, Step } from './field-link.ts';
import type { UnitRow } from './hub-api.ts';
import type { Location } from './jt808.ts';
import { Mover } from './mover.ts';
import { outcomeOf } from './outcome.ts';
import type { OnceANight } from './outcome.ts';
import { Chance } from './random.ts';
import type { Roads } from './roads.ts';
import type { HubTime } from './time.ts';
import { minute, second } from './time.ts';

export interface UnitOptions {
  readonly unit: UnitRow;
  readonly seed: number;
  readonly time: HubTime;
  readonly roads: Roads;
  /** Where it patrols. */
  readonly places: readonly Point[];
  readonly once: OnceANight;
  /** Ahead of hub time (behind: negative), ms. */
  readonly clockError: number;
  readonly say: Pick<FieldLink, 'step' | 'duty'>;
  /** Sends a position by its terminal; nothing where it has none. */
  readonly tell: (where: Location) => void;
}

/** Metres of noise of a position. */
const noise = 4;
/** However fast the hub's clock runs, a terminal sends no more than this often, machine ms. */
const fastestMs = 200;

const speeds: { readonly [kind in UnitRow['kind']]: readonly [number, number] } = {
  group: [22, 40],
  vehicle: [20, 38],
  foot: [4, 6],
  post: [3, 4],
  drone: [30, 40],
};

export class SimulatedUnit {
  readonly #options: UnitOptions;
  readonly #chance: Chance;
  readonly #mover: Mover;
  #tracked = false;
  #job: FieldJob | undefined;
  /** Calls off what was to come next of the present job. */
  #callOff: () => void = () => undefined;
  #restUntil = 0;
  #reported = false;

  constructor(options: UnitOptions) {
    this.#options = options;
    const { unit, seed, time, places } = options;
    this.#chance = Chance.of(seed, unit.id);
    const start = unit.position ?? this.#chance.pick(places) ?? { lon: 121.44, lat: 31.17 };
    this.#mover = new Mover({ lon: start.lon, lat: start.lat }, time.now());
    time.after(this.#chance.between(1, 4) * second, () => this.#beat());
  }

  jobs({ unit, jobs }: FieldJobs): void {
    this.#tracked = unit.tracked;
    if (unit.status === 'offDuty') this.#reportForDuty();
    const first = jobs[0];
    if (first?.assignment === this.#job?.assignment) return;
    this.#callOff();
    this.#job = first;
    if (first === undefined) this.#mover.halt(this.#now());
    else this.#take(first, Chance.of(this.#options.seed, `${unit.id} ${first.number}`));
  }

  #now(): number {
    return this.#options.time.now();
  }

  #reportForDuty(): void {
    const { unit, time, say } = this.#options;
    if (this.#reported || this.#now() >= unit.shift.to) return;
    this.#reported = true;
    const due = Math.max(this.#now(), unit.shift.from) + this.#chance.between(1, 30) * second;
    time.at(due, () => void say.duty(unit.kind === 'post' ? 'onFixedPost' : 'available'));
    time.at(unit.shift.to, () => void say.duty('offDuty'));
  }

  #then(wait: number, work: () => void): void {
    this.#callOff = this.#options.time.after(wait, work);
  }

  /** Goes on where the hub says the job stands. */
  #take(job: FieldJob, chance: Chance): void {
    const { assignment, stage } = job;
    const arrive = (): void => this.#onTheWay(job, chance);
    const setOut = (): void => {
      void this.#step({ step: 'setOut', assignment });
      arrive();
    };
    const accept = (): void => {
      void this.#step({ step: 'accept', assignment });
      this.#then(chance.between(15, 60) * second, setOut);
    };
    if (stage === 'assigned') this.#then(chance.between(10, 60) * second, accept);
    else if (stage === 'accepted') this.#then(chance.between(15, 60) * second, setOut);
    else if (stage === 'onTheWay') arrive();
    else {
      // A simulator that begins in the middle of the night finds it there.
      if (job.target !== null) this.#mover.put(job.target, this.#now());
      this.#onScene(job, chance);
    }
  }

  #onTheWay(job: FieldJob, chance: Chance): void {
    const { roads, places } = this.#options;
    // Without a place it looks around where it is.
    const to = job.target ?? chance.pick(places) ?? this.#mover.here;
    this.#drive(roads.way(this.#mover.here, to), chance);
    const look = (): void => {
      this.#mover.advance(this.#now());
      if (!this.#mover.there) {
        this.#then(5 * second, look);
        return;
      }
      // Whether it has arrived the hub sees by itself; the word comes a little later.
      this.#then(chance.between(60, 120) * second, () => {
        void this.#step({ step: 'arrive', assignment: job.assignment });
        this.#onScene(job, chance);
      });
    };
    this.#then(5 * second, look);
  }

  #onScene(job: FieldJob, chance: Chance): void {
    const { assignment } = job;
    const { once } = this.#options;
    this.#then(chance.between(1, 3) * minute, () => {
      void this.#step({ step: 'evidence', assignment, kind: 'photo' });
      if (chance.next() < 0.5)
        void this.#step({ step: 'evidence', assignment, kind: 'note', text: '现场负责人在场，已告知夜间施工规定。' });
      this.#then(chance.between(3, 14) * minute, () => {
        const outcome = outcomeOf(job, chance, once);
        const finishBy = this.#now() + 40 * minute;
        const more = outcome === 'finishingBy' ? { outcome, finishBy } : { outcome };
        void this.#step({ step: 'outcome', assignment, ...more });
        // Who refuses gives in later, if nobody has taken the unit off by then.
        if (outcome === 'refusesToStop')
          this.#then(25 * minute, () => void this.#step({ step: 'outcome', assignment, outcome: 'stopped' }));
      });
    });
  }

  #step(step: Step): Promise<boolean> {
    return this.#options.say.step(step);
  }

  #drive(way: readonly Point[], chance: Chance): void {
    const [slow, fast] = speeds[this.#options.unit.kind];
    this.#mover.follow(way.slice(1), chance.between(slow, fast), this.#now());
  }

  /** Every 5–10 s of hub time: moves on, and says where it is. */
  #beat(): void {
    const { time } = this.#options;
    const now = this.#now();
    this.#mover.advance(now);
    if (this.#job === undefined) this.#patrol(now);
    if (this.#tracked) this.#tell(now);
    time.after(Math.max(this.#chance.between(5, 10) * second, fastestMs * time.rate), () => this.#beat());
  }

  #patrol(now: number): void {
    const { unit, places, roads } = this.#options;
    if (!this.#tracked || unit.kind === 'post' || !this.#mover.there || now < this.#restUntil) return;
    const to = this.#chance.pick(places);
    if (to === undefined) return;
    this.#drive(roads.way(this.#mover.here, to), this.#chance);
    this.#restUntil = now + this.#chance.between(2, 8) * minute;
  }

  #tell(now: number): void {
    const { here, kmh, heading, mileage } = this.#mover;
    const seen = destination(here, this.#chance.between(0, noise), this.#chance.between(0, 360));
    const at = now + this.#options.clockError;
    this.#options.tell({ ...seen, at, speed: kmh, heading, sos: false, mileage });
  }
}
