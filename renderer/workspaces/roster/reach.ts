/**
 * Of which places somebody is sent every group: of others they hold a part or nothing, and a count of that would be a lie. As
 * `shared/domain/rules/labels.ts` deals rosters out. Pure.
 */
import { documentRights } from '../../../shared/domain/rules/permissions.ts';
import type { SessionUser } from '../../../shared/wire/seat-api.ts';
import type { RosterNight } from './use-roster-night.ts';

export type Reach = 'all' | { readonly squads: ReadonlySet<string>; readonly zones: ReadonlySet<string> };

export interface ReachWorld {
  readonly isNight: boolean;
  readonly squads: readonly {
    readonly id: string;
    readonly zone?: string | undefined;
    readonly brigade?: string | undefined;
  }[];
}

export function reachOf(roles: SessionUser['roles'], { isNight, squads: all }: ReachWorld): Reach {
  const [squads, zones] = [new Set<string>(), new Set<string>()];
  for (const { role, squad, zone, brigade, street, operation } of roles) {
    if (!(role in documentRights.roster) || street !== undefined || operation !== undefined) continue;
    if (squad !== undefined) {
      squads.add(squad);
      // At night the borders of squads give way to zones.
      const own = all.find(({ id }) => id === squad)?.zone;
      if (role === 'squadRoom' && isNight && own !== undefined) zones.add(own);
    } else if (zone !== undefined) {
      if (isNight) zones.add(zone);
    } else if (brigade !== undefined) {
      for (const one of all) if (one.brigade === brigade) squads.add(one.id);
    } else return 'all';
  }
  // Of a zone held whole its squads are.
  for (const { id, zone } of all) if (zone !== undefined && zones.has(zone)) squads.add(id);
  return { squads, zones };
}

type Place = Pick<RosterNight['counts'][number], 'of' | 'id'>;

/** @param squadOfPost Undefined for a post of no squad. */
export function isHeld({ of, id }: Place, reach: Reach, squadOfPost: (post: string) => string | undefined): boolean {
  if (reach === 'all') return true;
  if (of === 'zone') return reach.zones.has(id);
  const squad = of === 'squad' ? id : squadOfPost(id);
  return squad !== undefined && reach.squads.has(squad);
}
