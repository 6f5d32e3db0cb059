/** The hub over HTTP, as any outside program calls it. */
import type { Point } from '../shared/geo/point.ts';
import { isoTime } from '../shared/lib/time.ts';
import { demoUnitsSchema } from '../shared/wire/field-api.ts';
import { sessionAnswerSchema } from '../shared/wire/session.ts';
import type { Order } from './orders.ts';
import type { RoadPlates } from './roads.ts';
import { offset } from './time.ts';

type Ring = readonly (readonly [number, number])[];

export interface Plates extends RoadPlates {
  readonly grids: readonly { readonly code: string; readonly shape: readonly (readonly Ring[])[] }[];
}

export interface UnitRow {
  readonly id: string;
  readonly name: string;
  readonly kind: 'group' | 'vehicle' | 'foot' | 'post' | 'drone';
  readonly squad: string;
  readonly zone?: string;
  readonly devices: readonly string[];
  readonly reserve: boolean;
  readonly shift: { readonly from: number; readonly to: number };
  readonly status: string;
  readonly jobs: readonly object[];
  readonly position: Point | null;
}

export interface SquadRow {
  readonly id: string;
  readonly grids: readonly string[];
  readonly zone?: string;
}

export interface Taken {
  readonly id: string;
  readonly matter: string;
}

export interface IncidentRow extends Taken {
  readonly stage: string;
  readonly placing: { readonly at: Point | null; readonly squad: string | null };
  readonly outcome: {
    readonly kind: string;
    readonly finishBy: number | null;
    readonly recheckBetween: { readonly from: number } | null;
    readonly sameHourCheckAt: number | null;
  } | null;
  readonly referred: readonly object[];
  readonly returned: { readonly answerBy?: number } | null;
  /** Limits that run. */
  readonly open: readonly { readonly limit: string }[];
}

/** What the simulator must know of the district before it begins. */
export interface World {
  readonly plates: Plates;
  readonly squads: readonly SquadRow[];
}

interface JournalPage {
  readonly head: { readonly seq: number };
  readonly events: readonly {
    readonly seq: number;
    readonly stream: string;
    readonly type: string;
    readonly data: {
      readonly plates?: string;
      readonly record?: { readonly grids?: string[]; readonly zone?: string };
    };
  }[];
}

const journalPage = 1_000;
const againMs = 1_000;
const tries = 5;

export class HubApi {
  readonly url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.url = url.replace(/\/$/, '');
    this.#key = key;
  }

  async clock(): Promise<{ readonly now: number; readonly rate: number }> {
    return (await this.#get<{ clock: { now: number; rate: number } }>('/healthz')).clock;
  }

  async units(): Promise<readonly UnitRow[]> {
    return (await this.#get<{ units: readonly UnitRow[] }>('/api/v1/units')).units;
  }

  async incident(id: string): Promise<IncidentRow> {
    return (await this.#get<{ incident: IncidentRow }>(`/api/v1/incidents/${id}`)).incident;
  }

  /** Announced keys by unit; only a demo hub tells any. */
  async demoKeys(): Promise<ReadonlyMap<string, string>> {
    const { units } = demoUnitsSchema.parse(await this.#get('/api/v1/demo-units'));
    return new Map(units.map(({ unit, key }) => [unit, key]));
  }

  /** Plates in force and squads, out of the journal: the hub has no list of them. */
  async world(): Promise<World> {
    let hash: string | undefined;
    const squads = new Map<string, SquadRow>();
    for (let since = 0; ;) {
      const { head, events } = await this.#get<JournalPage>(`/api/v1/journal?since=${since}&limit=${journalPage}`);
      for (const { stream, type, data } of events) {
        if (type === 'PackActivated') hash = data.plates;
        if (type !== 'SquadRecorded') continue;
        const id = stream.slice(stream.indexOf('/') + 1);
        const { grids = [], zone } = data.record ?? {};
        squads.set(id, { id, grids, ...(zone === undefined ? {} : { zone }) });
      }
      since = events.at(-1)?.seq ?? head.seq;
      if (since >= head.seq) break;
    }
    if (hash === undefined) throw new Error('the hub has no district pack in force: start it with --pack');
    return { plates: await this.#get<Plates>(`/api/v1/plates/${hash}`), squads: [...squads.values()] };
  }

  /** The same order again is the same incident. */
  post({ name, at, source, text, position }: Order, night: string): Promise<Taken> {
    const externalId = `SIM-${night.replaceAll('-', '')}-${name}`;
    return this.#call<Taken>('/api/v1/incidents', {
      ...{ source, externalId, text, receivedAt: isoTime(at, offset) },
      caller: { phone: `示例 139-0000-${String(1_000 + (at % 9_000)).slice(0, 4)}` },
      ...(position === undefined ? {} : { position: { ...position, crs: 'WGS84' } }),
    });
  }

  async login(login: string, seat: string): Promise<string> {
    const { password } = await this.#get<{ password: string }>('/api/v1/demo-accounts');
    return sessionAnswerSchema.parse(await this.#call('/api/v1/session', { login, password, seat })).token;
  }

  #get<T>(path: string): Promise<T> {
    return this.#ask<T>(path, {});
  }

  #call<T>(path: string, body: object): Promise<T> {
    return this.#ask<T>(path, { method: 'POST', body: JSON.stringify(body) });
  }

  /** Tried again where the hub cannot be reached or takes nothing now: everything asked here may be asked twice. */
  async #ask<T>(path: string, init: RequestInit): Promise<T> {
    const headers = {
      authorization: `Bearer ${this.#key}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${this.url}${path}`, { ...init, headers }).catch((error: unknown) => error);
      if (response instanceof Response && response.ok) return (await response.json()) as T;
      const last = attempt === tries || (response instanceof Response && response.status < 500);
      if (last) throw new Error(`${path}: ${response instanceof Response ? await response.text() : String(response)}`);
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}
