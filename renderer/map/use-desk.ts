/** What somebody has open on the map: panel, search, tool, card, a cluster fanned out. All of it goes with the screen. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { isBoxOpen } from '../ui/use-open-box.ts';
import type { AreaRef, Card, CardInput, Choice } from './card.ts';
import { areaCard } from './area-card.ts';
import { choicesOf, groundCard, thingCard } from './card.ts';
import { fitted, maxZoom } from './camera.ts';
import { areOne } from './clusters.ts';
import { fitMargin } from './ground.ts';
import type { HeatSpan } from './heat.ts';
import type { Fan, JoinedKind, Mark, MarkRef } from './marks.ts';
import type { Measure, MeasureKind } from './measure.ts';
import { measureEnded, newMeasure, pointAdded, pointTaken } from './measure.ts';
import type { Areas } from './scene-areas.ts';
import { roomOf } from './scene-places.ts';
import { placeOfSelected } from './scene.ts';
import type { Findable } from './search.ts';
import type { PlateShapes } from './shapes.ts';
import type { DistrictMapProps, LonLat, MapFocus, MapThing } from './types.ts';
import type { MapParts } from './use-map.ts';

/** More do not fit about one place: they are listed. */
const fanUpTo = 18;
/** What is fitted may be made so much smaller to keep clear of boxes, steps of zoom. */
const fitSlack = 0.75;

export type Tool = { readonly tool: 'measure'; readonly measure: Measure } | { readonly tool: 'coordinates' } | null;

export interface DeskState {
  readonly layersOpen: boolean;
  readonly searchOpen: boolean;
  readonly tool: Tool;
  readonly card: Card | null;
  readonly choices: readonly Choice[];
  readonly fan: Fan | null;
  readonly found: LonLat | null;
  readonly span: HeatSpan;
  readonly pointer: LonLat | null;
  /** Counts the prints asked for; 0: none runs. */
  readonly printing: number;
}

const closed: DeskState = {
  layersOpen: false,
  searchOpen: false,
  tool: null,
  card: null,
  choices: [],
  fan: null,
  found: null,
  span: 'tonight',
  pointer: null,
  printing: 0,
};

const selectable: readonly string[] = ['unit', 'incident', 'site', 'videoPoint'] satisfies readonly MapThing[];
const isThing = (ref: MarkRef): ref is { readonly kind: MapThing; readonly id: string } =>
  selectable.includes(ref.kind);

export interface DeskHandle {
  readonly state: DeskState;
  readonly change: (change: Partial<DeskState>) => void;
  /** A click on the map: marks under it, the topmost first, and the place. */
  readonly click: (marks: readonly Mark[], at: LonLat) => void;
  /** Whether the double click was the tool's. */
  readonly doubleClick: () => boolean;
  readonly move: (at: LonLat | null) => void;
  readonly measure: (kind: MeasureKind) => void;
  readonly back: () => void;
  readonly choose: (choice: Choice) => void;
  /** The card of what covers the place of the present card. */
  readonly openArea: (area: AreaRef) => void;
  readonly goTo: (one: Findable) => void;
}

interface DeskInput {
  readonly things: DistrictMapProps;
  readonly shapes: PlateShapes;
  readonly areas: Areas;
  readonly parts: RefObject<MapParts | null>;
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}

export function useDesk({ things, shapes, areas, parts }: DeskInput): DeskHandle {
  const { t } = useTranslation();
  const [state, setState] = useState(closed);
  const change = useCallback((next: Partial<DeskState>) => setState((before) => ({ ...before, ...next })), []);
  // Somebody turned to something else, here or in the queue: a card of before says nothing of it.
  const { selected } = things;
  const key = selected === null ? '' : `${selected.kind}/${selected.id}`;
  const [lastKey, setLastKey] = useState(key);
  if (key !== lastKey) {
    setLastKey(key);
    if (key !== '') change({ card: null, choices: [], found: null });
  }
  const input: CardInput = useMemo(() => ({ things, shapes, areas, t }), [things, shapes, areas, t]);
  const jumps = useRef(0);
  const show = (focus: { readonly center: LonLat } | { readonly bounds: NonNullable<Findable['bounds']> }): void => {
    jumps.current += 1;
    parts.current?.view.show({ ...focus, change: jumps.current } satisfies MapFocus);
  };

  const pick = (ref: MarkRef): void => {
    if (isThing(ref)) {
      change({ card: null, choices: [], found: null });
      things.onSelect({ kind: ref.kind, id: ref.id });
      return;
    }
    const card = thingCard(ref, input);
    change({ card: card ?? null, choices: [], found: card?.at ?? null });
  };

  const placesOf = (kind: JoinedKind, ids: readonly string[]): readonly LonLat[] => {
    const lists = {
      incident: things.incidents,
      site: things.sites,
      videoPoint: things.videoPoints,
      post: things.posts ?? [],
      sensitivePlace: things.sensitivePlaces ?? [],
    };
    const wanted = new Set(ids);
    const list: readonly { readonly id: string; readonly at: LonLat | null; readonly cell?: string | undefined }[] =
      lists[kind];
    return list.flatMap(({ id, at, cell }) => {
      const place = at ?? shapes.byCode.get(cell ?? '')?.label;
      return wanted.has(id) && place !== undefined ? [place] : [];
    });
  };

  const open = ({ symbol, members = [] }: Mark): void => {
    if (symbol?.type !== 'cluster') return;
    const places = placesOf(symbol.of, members);
    const [room, scale] = [roomOf(symbol.of), Math.log2(things.scale ?? 1)];
    if (!areOne(places, maxZoom - scale, room)) {
      change({ fan: null, card: null, choices: [] });
      const [lons, lats] = [places.map(([lon]) => lon), places.map(([, lat]) => lat)];
      const bounds = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] as const;
      const { width = 0, height = 0 } = parts.current?.view.camera() ?? {};
      // Fitted they might be one sign still: then as near as it gets.
      const whole = fitted(bounds, width, height, fitMargin).zoom - fitSlack;
      const middle = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2] as const;
      show({ bounds: areOne(places, whole - scale, room) ? [...middle, ...middle] : bounds });
      return;
    }
    if (members.length <= fanUpTo) {
      change({ fan: { kind: symbol.of, ids: members }, card: null, choices: [] });
      return;
    }
    const listed = members.map((id) => ({ thing: { kind: symbol.of, id } }));
    change({ fan: null, card: null, choices: choicesOf(listed, input) });
  };

  const click = (marks: readonly Mark[], at: LonLat): void => {
    if (state.tool?.tool === 'measure') {
      change({ tool: { tool: 'measure', measure: pointAdded(state.tool.measure, at) } });
      return;
    }
    const [top] = marks;
    if (top?.symbol?.type === 'cluster') return open(top);
    const choices = choicesOf(marks, input);
    const [only] = choices;
    if (choices.length > 1) return change({ choices, card: null });
    if (only !== undefined) return pick(only.ref);
    change({ fan: null, choices: [], card: things.desk === undefined ? null : groundCard(at, input), found: null });
    things.onSelect(null);
  };

  const hasKeys = things.desk?.keys === true;
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented) return;
      const now = latest.current;
      const taken = (next: Partial<DeskState>): void => {
        event.preventDefault();
        event.stopPropagation();
        change(next);
      };
      if (event.key === 'Escape') {
        // The innermost first; where nothing of the map is open, the key is the page's.
        if (isBoxOpen()) return;
        if (isTyping(event.target) && !(event.target instanceof HTMLElement && event.target.closest('.district-map')))
          return;
        if (now.searchOpen) return taken({ searchOpen: false });
        if (now.tool !== null) return taken({ tool: null, pointer: null });
        if (now.choices.length > 0) return taken({ choices: [] });
        if (now.card !== null || now.found !== null) return taken({ card: null, found: null });
        if (now.fan !== null) return taken({ fan: null });
        if (now.layersOpen) return taken({ layersOpen: false });
        return;
      }
      if (!hasKeys) return;
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
      const letter = event.key.toLowerCase();
      if (isPlain && letter === 'f') taken({ searchOpen: true });
      else if (isPlain && letter === 'l') taken({ layersOpen: !now.layersOpen });
    };
    // Before the page's own keys: Escape leaves what is innermost.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [change, hasKeys]);

  return {
    state,
    change,
    click,
    doubleClick: () => {
      if (state.tool?.tool !== 'measure') return false;
      change({ tool: { tool: 'measure', measure: measureEnded(state.tool.measure) } });
      return true;
    },
    move: (at) => {
      const { tool } = state;
      if (tool?.tool === 'coordinates') change({ pointer: at });
      if (tool?.tool !== 'measure' || tool.measure.ended || tool.measure.points.length === 0) return;
      change({ tool: { tool: 'measure', measure: { ...tool.measure, live: at } } });
    },
    measure: (kind) => {
      const runs = state.tool?.tool === 'measure' && state.tool.measure.kind === kind;
      change({
        tool: runs ? null : { tool: 'measure', measure: newMeasure(kind) },
        card: null,
        choices: [],
        found: null,
      });
    },
    back: () => {
      const { tool } = state;
      if (tool?.tool === 'measure') change({ tool: { tool: 'measure', measure: pointTaken(tool.measure) } });
    },
    choose: ({ ref }) => pick(ref),
    openArea: (area) => {
      const at = state.card?.at;
      const card = at === undefined ? undefined : areaCard(area, at, input);
      if (card !== undefined) change({ card });
    },
    goTo: (one) => {
      const { kind, id, bounds, selects } = one;
      // Where it is now: it may have moved since it was listed.
      const at = selects === undefined ? one.at : placeOfSelected({ ...things, selected: selects, shapes });
      if (bounds !== undefined) show({ bounds });
      else if (at !== null) show({ center: at });
      const known = kind === 'post' || kind === 'sensitivePlace' ? thingCard({ kind, id }, input) : undefined;
      const card = selects !== undefined || at === null ? null : (known ?? groundCard(at, input));
      change({ searchOpen: false, card, choices: [], found: selects === undefined ? at : null });
      if (selects !== undefined) things.onSelect(selects);
    },
  };
}
