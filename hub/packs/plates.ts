/** The plates at hand, each indexed once: what decisions, routes and the feed look them up in. */
import { platesSchema } from '../../shared/domain/district/events.ts';
import type { District } from '../../shared/domain/district/state.ts';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import type { PlateStore } from './store.ts';

export interface PlatesAtHand {
  district(hash: string): District | undefined;
  /** Their canonical JSON. */
  json(hash: string): string | undefined;
}

/** Indexed plates kept: those in force, and some that earlier events were worked out with. */
const kept = 4;

export function platesAtHand(store: Pick<PlateStore, 'get'>): PlatesAtHand {
  const indexed = new Map<string, District>();
  return {
    district(hash) {
      const known = indexed.get(hash);
      if (known !== undefined) {
        indexed.delete(hash);
        indexed.set(hash, known);
        return known;
      }
      const json = store.get(hash);
      if (json === undefined) return undefined;
      const plates = platesSchema.parse(JSON.parse(json));
      const district: District = { hash, plates, index: indexPlates(plates) };
      indexed.set(hash, district);
      for (const oldest of indexed.keys()) {
        if (indexed.size <= kept) break;
        indexed.delete(oldest);
      }
      return district;
    },
    json: (hash) => store.get(hash),
  };
}
