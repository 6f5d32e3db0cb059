/** What a screen makes of `unitIndex` and `positions`, without the screen. */
import { decodeFrame } from '../../shared/wire/positions.ts';
import type { SeatPush, UnitPositionShown } from '../../shared/wire/seat-api.ts';

export class PositionsTold {
  /** By unit, as last told. */
  readonly units = new Map<string, UnitPositionShown>();
  /** What each frame said, in words such as `m1@5` and `m2 gone`. */
  readonly frames: { readonly full: boolean; readonly units: readonly string[] }[] = [];
  #index: { readonly dictionary: number; readonly units: readonly string[] } = { dictionary: 0, units: [] };

  take(push: SeatPush): void {
    if (push.push === 'unitIndex') this.#index = push;
    if (push.push !== 'positions') return;
    const frame = decodeFrame(push.frame);
    if (frame === undefined) throw new Error('not a frame of positions');
    const { dictionary, full, moved, gone } = frame;
    if (dictionary !== this.#index.dictionary)
      throw new Error(`a frame of list ${String(dictionary)}, told was ${String(this.#index.dictionary)}`);
    const name = (place: number): string => {
      const unit = this.#index.units[place];
      if (unit === undefined) throw new Error(`no unit has place ${String(place)}`);
      return unit;
    };
    if (full) this.units.clear();
    for (const [place, { lon, lat, at, poor, speed = null, heading = null, accuracy = null }] of moved) {
      const unit = name(place);
      this.units.set(unit, { unit, lon, lat, at, speed, heading, accuracy, poor });
    }
    for (const place of gone) this.units.delete(name(place));
    const words = [
      ...moved.map(([place, { at }]) => `${name(place)}@${String(at)}`),
      ...gone.map((place) => `${name(place)} gone`),
    ];
    this.frames.push({ full, units: words });
  }
}
