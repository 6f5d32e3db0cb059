/** Which unit carries which device, and when it is on duty: from the units' documents, kept current with each commit. */
import type { UnitState } from '../../shared/domain/unit/state.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import { pagePrefix } from './fix.ts';

export interface UnitDirectory {
  /** `field:<unit>` is the unit's own page. Of several units that name the device one on duty, then the first by id: devices go from shift to shift. */
  unitOf(device: string): string | undefined;
  onDuty(unit: string): boolean;
  /**
   * Whether it was on duty at this hub time, as far as is known since the hub started: its present time on duty, or the
   * last one. Of what lies before the answer is no.
   */
  wasOnDuty(unit: string, at: number): boolean;
  /** Hub time at which it last went off duty; undefined while it is on duty, and where that is not known. */
  offDutySince(unit: string): number | undefined;
  /** Place of the device in the unit's list: the first one counts for more. */
  rankOf(unit: string, device: string): number;
  /** Every device that a unit lists, with the unit that carries it now. */
  devices(): readonly CarriedDevice[];
  /** Every unit with the scope labels of its document, by id. */
  all(): readonly UnitScope[];
  /** Told after a commit, of the units whose document changed. Returns how to stop. */
  onChanged(listener: (units: readonly string[]) => void): () => void;
}

export interface UnitScope {
  readonly id: string;
  readonly scope: readonly string[];
}

export interface CarriedDevice {
  readonly device: string;
  readonly unit: string;
  /** Whether its unit is on duty. */
  readonly onDuty: boolean;
}

export interface UnitDocuments {
  document(stream: StreamId): DocumentRecord<unknown> | undefined;
  documents(kind: string): readonly DocumentRecord<unknown>[];
}

interface Held extends UnitScope {
  readonly devices: readonly string[];
  readonly onDuty: boolean;
  /** Its present time on duty or the last one known; `to` is open while it lasts. Hub time, Unix ms. */
  readonly from: number;
  readonly to: number;
}

const kind = 'unit';

function heldOf({ state, scope }: DocumentRecord<unknown>, before: Held | undefined): Held {
  // A document holds what `evolve` of its kind returned: the stream is the proof of its type.
  const { id, devices, status, statusSince } = state as UnitState;
  const onDuty = status !== 'offDuty';
  if (onDuty) {
    const from = before?.onDuty === true ? before.from : statusSince;
    return { id, scope, devices, onDuty, from, to: Number.POSITIVE_INFINITY };
  }
  const { from = 0, to = 0 } = before ?? {};
  return { id, scope, devices, onDuty, from, to: before?.onDuty === true ? statusSince : to };
}

const byId = (a: UnitScope, b: UnitScope): number => (a.id < b.id ? -1 : 1);

export class Units implements UnitDirectory {
  readonly #documents: UnitDocuments;
  readonly #held = new Map<string, Held>();
  readonly #listeners = new Set<(units: readonly string[]) => void>();
  #byDevice = new Map<string, string>();
  #all: readonly UnitScope[] = [];

  constructor(documents: UnitDocuments) {
    this.#documents = documents;
  }

  /** Reads all documents anew. */
  load(): void {
    for (const document of this.#documents.documents(kind)) this.#take(document);
    this.#changed([...this.#held.keys()]);
  }

  /** These streams were written to. */
  committed(streams: Iterable<StreamId>): void {
    const changed: string[] = [];
    for (const stream of new Set(streams)) {
      if (splitStream(stream).kind !== kind) continue;
      const document = this.#documents.document(stream);
      if (document !== undefined) changed.push(this.#take(document));
    }
    if (changed.length > 0) this.#changed(changed);
  }

  unitOf(device: string): string | undefined {
    // The page of a unit needs no listing: it came in by the unit's own key.
    if (device.startsWith(pagePrefix)) {
      const unit = device.slice(pagePrefix.length);
      return this.#held.has(unit) ? unit : undefined;
    }
    return this.#byDevice.get(device);
  }

  onDuty(unit: string): boolean {
    return this.#held.get(unit)?.onDuty === true;
  }

  wasOnDuty(unit: string, at: number): boolean {
    const held = this.#held.get(unit);
    return held !== undefined && at >= held.from && at < held.to;
  }

  offDutySince(unit: string): number | undefined {
    const held = this.#held.get(unit);
    return held === undefined || held.onDuty || held.to === 0 ? undefined : held.to;
  }

  rankOf(unit: string, device: string): number {
    const rank = this.#held.get(unit)?.devices.indexOf(device) ?? -1;
    return rank < 0 ? Number.POSITIVE_INFINITY : rank;
  }

  devices(): readonly CarriedDevice[] {
    return [...this.#byDevice].map(([device, unit]) => ({ device, unit, onDuty: this.onDuty(unit) }));
  }

  all(): readonly UnitScope[] {
    return this.#all;
  }

  onChanged(listener: (units: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(document: DocumentRecord<unknown>): string {
    const { id } = splitStream(document.stream);
    this.#held.set(id, heldOf(document, this.#held.get(id)));
    return id;
  }

  #changed(units: readonly string[]): void {
    const all = [...this.#held.values()].sort(byId);
    const carriers = new Map<string, string>();
    for (const onDuty of [true, false])
      for (const unit of all)
        if (unit.onDuty === onDuty)
          for (const device of unit.devices) if (!carriers.has(device)) carriers.set(device, unit.id);
    this.#byDevice = carriers;
    this.#all = all;
    for (const listener of [...this.#listeners]) listener(units);
  }
}
