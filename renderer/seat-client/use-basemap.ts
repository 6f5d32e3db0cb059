/**
 * The basemap as the map wants it: the one kept on this machine, and how far it is where it is on its way here, or one
 * from outside where this user chose that and it gives tiles.
 */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { basemapPath } from '../../shared/lib/basemap-files.ts';
import type { BasemapState, OnlineMap } from '../../shared/wire/seat-api.ts';
import { onlineAddress } from '../map/index.ts';
import type { MapBasemap } from '../map/index.ts';
import { useBasemapChoice } from './basemap-choice.ts';
import { useDocuments, useSeat, useStatus } from './hooks.ts';

export interface BasemapView {
  /** To be drawn; null where this machine has none. While another one comes, the one before it. */
  readonly basemap: MapBasemap | null;
  /** Bytes, and what keeps it from coming; null where nothing is on its way. */
  readonly fetching: BasemapState['fetching'];
  /** The one from outside that is wanted and gives no tiles now; null where all is well. */
  readonly away: (NonNullable<OnlineMap['away']> & { readonly name: string }) | null;
  /** Those from outside. */
  readonly online: readonly OnlineMap[];
  /** Id of the one that is wanted; null: the one kept here. */
  readonly chosen: string | null;
  readonly choose: (id: string | null) => void;
}

const none: readonly OnlineMap[] = [];

export function useBasemap(): BasemapView {
  const seat = useSeat();
  const { connection, status } = useStatus();
  const pack = useDocuments('pack').documents[0]?.state.plates;
  const user = connection === 'up' && status?.locked === false ? status.user?.id : undefined;
  const state = useSyncExternalStore(seat.basemap.subscribe, seat.basemap.get);
  useEffect(() => {
    // Others may see more than who sat here before, and of plates that came meanwhile nobody has told.
    if (user !== undefined) seat.askBasemap();
  }, [seat, user, pack]);
  const online = state?.online ?? none;
  const { chosen: kept, choose } = useBasemapChoice(status?.user?.id ?? '');
  const wanted = online.find(({ id, preferred }) => (kept === undefined ? preferred : id === kept));
  const shown = wanted?.away === null ? wanted : undefined;
  const address = shown === undefined ? undefined : onlineAddress(shown);
  const { hash, kind, schematic, attribution } = state?.here ?? {};
  const credit = shown?.attribution ?? attribution ?? '';
  const basemap = useMemo<MapBasemap | null>(() => {
    const common = { attribution: credit };
    if (address !== undefined)
      return { ...common, url: new URL(address, location.href).href, kind: 'raster', schematic: false };
    if (hash === undefined || kind === undefined) return null;
    return { ...common, url: new URL(basemapPath(hash), location.href).href, kind, schematic: schematic === true };
  }, [address, hash, kind, schematic, credit]);
  const fetching = state?.fetching ?? null;
  const away = useMemo(
    () => (wanted === undefined || wanted.away === null ? null : { ...wanted.away, name: wanted.name }),
    [wanted],
  );
  const chosen = wanted?.id ?? null;
  return useMemo(
    () => ({ basemap, fetching, away, online, chosen, choose }),
    [basemap, fetching, away, online, chosen, choose],
  );
}
