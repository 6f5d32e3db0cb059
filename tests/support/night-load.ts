/** Work at two seats, as a night brings it: calls typed in, and answers to callers noted. */
import type { NightSeat } from './night-hub.ts';

/** One who types, at one seat. Ids come from the test, so that a seed tells everything. */
export class Typist {
  /** Entries the seat said to be durable. */
  readonly entries: string[] = [];
  /** Incidents taken in here. */
  readonly incidents: string[] = [];
  readonly #desk: NightSeat;
  readonly #newId: () => string;
  readonly #name: string;

  constructor(desk: NightSeat, name: string, newId: () => string) {
    this.#desk = desk;
    this.#name = name;
    this.#newId = newId;
  }

  /** The words go to the vault: `wordsOf` says which. */
  wordsOf(incident: string): string {
    return `斜土路小木桥路口工地打桩，${this.#name}${incident}`;
  }

  /** Types in so many calls; every third gets an answer at once. Returns when all are durable at the seat. */
  async type(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const id = this.#newId();
      const draft = { id, source: 'phone', externalId: null, text: this.wordsOf(id), place: null } as const;
      const caller = { name: `来电人${id}`, phone: '', address: '' };
      this.#keep(
        await this.#desk.seat.request('takeIn', {
          ...{ ...draft, ...caller, position: null, actAt: null, wantsReply: 'yes' },
        }),
      );
      this.incidents.push(id);
      if (i % 3 !== 2) continue;
      // Behind the call in its lane: the hub hears of the incident first.
      const data = { incident: id, way: 'message', personal: { text: `已答复${id}` } };
      const lane = `incident/${id}`;
      this.#keep(await this.#desk.seat.request('submit', { type: 'RecordReply', data, basedOn: {}, lane }));
    }
  }

  async acknowledged(): Promise<number> {
    const { entries } = await this.#desk.seat.request('outbox', {});
    const open = new Map(entries.map(({ id, state, refusal }) => [id, { state, refusal }]));
    return this.entries.filter((id) => {
      const found = open.get(id);
      if (found === undefined || ['refused', 'heldBack', 'asking', 'discarded'].includes(found.state))
        throw new Error(`entry ${id}: ${JSON.stringify(found)}`);
      return found.state === 'acknowledged';
    }).length;
  }

  #keep(answer: { readonly status: string; readonly entry?: string }): void {
    if (answer.status !== 'queued' || answer.entry === undefined)
      throw new Error(`not taken in: ${JSON.stringify(answer)}`);
    this.entries.push(answer.entry);
  }
}
