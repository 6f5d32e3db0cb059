/** What is opened for something found: a selection on the console, or an entry of the registers. Pure. */
import type { Found, FoundKind } from '../../shared/wire/seat-api.ts';
import type { RegisterKind } from '../hall/told-labels.ts';
import type { Selected } from '../hall/selection.tsx';

export type Opens =
  | { readonly does: 'select'; readonly what: Selected }
  | { readonly does: 'register'; readonly kind: RegisterKind; readonly id: string }
  /** Only on another page than this person has, or not held by this seat: what was found is all there is to show. */
  | { readonly does: 'nothing'; readonly why: 'noPage' | 'notHere' };

/** What this person and this seat have. */
export interface Openable {
  readonly console: boolean;
  readonly registers: boolean;
  readonly holds: (kind: Selected['kind'], id: string) => boolean;
}

const selects: { readonly [K in FoundKind]?: Selected['kind'] } = {
  incident: 'incident',
  unit: 'unit',
  site: 'site',
  videoPoint: 'videoPoint',
};

const entries: { readonly [K in FoundKind]?: RegisterKind } = {
  site: 'site',
  nightPermit: 'nightPermit',
  repairNotice: 'repairNotice',
  videoPoint: 'videoPoint',
  contact: 'contact',
  post: 'post',
  fence: 'fence',
  stallPlace: 'stallPlace',
};

export function opensFor({ kind, id, site }: Pick<Found, 'kind' | 'id' | 'site'>, has: Openable): Opens {
  const as = selects[kind];
  if (as !== undefined && has.console) {
    if (has.holds(as, id)) return { does: 'select', what: { kind: as, id } };
    return { does: 'nothing', why: 'notHere' };
  }
  const entry = entries[kind];
  if (entry !== undefined && has.registers) return { does: 'register', kind: entry, id };
  // A paper is read at its site by who keeps no registers.
  if (site !== null && has.console && has.holds('site', site))
    return { does: 'select', what: { kind: 'site', id: site } };
  return { does: 'nothing', why: 'noPage' };
}
