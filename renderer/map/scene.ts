/** From what the map is told to what is drawn: marks in drawing order, their labels, and the shapes beneath them. */
import { JoinedBefore } from './clusters.ts';
import type { Circle, Mark, MarkInput, Ring } from './marks.ts';
import { same } from './marks.ts';
import type { Areas } from './scene-areas.ts';
import { areaMarks } from './scene-areas.ts';
import type { CellShape } from './scene-incidents.ts';
import { callCircles, incidentMarks } from './scene-incidents.ts';
import type { Sector } from './scene-places.ts';
import { permitMarks, postMarks, sensitiveMarks, siteMarks, videoMarks } from './scene-places.ts';
import { doubtCircles, unitMarks } from './scene-units.ts';
import type { DistrictMapProps, LonLat, MapThing, MapUnit } from './types.ts';

export interface Scene {
  readonly areas: Areas;
  readonly cells: readonly CellShape[];
  readonly circles: readonly Circle[];
  readonly rings: readonly Ring[];
  readonly sectors: readonly Sector[];
  readonly preview: { readonly from: LonLat; readonly to: LonLat } | null;
  readonly trail: readonly (readonly LonLat[])[];
  /** Lightest first. */
  readonly marks: readonly Mark[];
}

export interface SceneInput
  extends
    MarkInput,
    Pick<
      DistrictMapProps,
      | 'sites'
      | 'videoPoints'
      | 'units'
      | 'incidents'
      | 'preview'
      | 'trail'
      | 'layers'
      | 'permits'
      | 'posts'
      | 'sensitivePlaces'
    > {
  readonly areas: Areas;
  /** Whose place is in doubt, where `units` are only those that are drawn one by one. */
  readonly doubted?: readonly MapUnit[] | undefined;
  /** What was joined when the scene was last built. */
  readonly before?: JoinedBefore | undefined;
}

export const noAreas: Areas = { painted: [], squadBorders: [] };

/** Where the selected thing stands: for an incident without a point the middle of its cell. */
export function placeOfSelected({
  selected,
  shapes,
  ...things
}: Pick<SceneInput, 'selected' | 'units' | 'incidents' | 'sites' | 'videoPoints' | 'shapes'>): LonLat | null {
  if (selected === null) return null;
  const { kind, id } = selected;
  const of = <T extends { readonly id: string }>(list: readonly T[]): T | undefined =>
    list.find((one) => one.id === id);
  switch (kind) {
    case 'unit':
      return of(things.units)?.at ?? null;
    case 'site':
      return of(things.sites)?.at ?? null;
    case 'videoPoint':
      return of(things.videoPoints)?.at ?? null;
    case 'incident': {
      const incident = of(things.incidents);
      return incident?.at ?? shapes.byCode.get(incident?.cell ?? '')?.label ?? null;
    }
  }
}

export function buildScene(input: SceneInput): Scene {
  const [cells, circles, sectors, rings]: [CellShape[], Circle[], Sector[], Ring[]] = [[], [], [], []];
  const { layers, selected, before = new JoinedBefore() } = input;
  // What is selected is never hidden, even where its layer is off; nor is who calls for help.
  const wanted = <T extends { readonly id: string }>(
    on: boolean,
    kind: MapThing,
    things: readonly T[],
  ): readonly T[] => (on ? things : things.filter(({ id }) => same(selected, kind, id)));
  const incidents = layers.incidents
    ? input.incidents
    : input.incidents.filter(({ id, sos }) => sos === true || same(selected, 'incident', id));
  const marks = [
    ...areaMarks(input.areas, input.zoom, input.inView),
    ...videoMarks(input, wanted(layers.videoPoints, 'videoPoint', input.videoPoints), before, sectors),
    ...(layers.sensitivePlaces === true ? sensitiveMarks(input, input.sensitivePlaces ?? [], before) : []),
    ...(layers.permits === true ? permitMarks(input, input.permits ?? [], rings) : []),
    ...(layers.posts === true ? postMarks(input, input.posts ?? [], before) : []),
    ...siteMarks(input, wanted(layers.sites, 'site', input.sites), before, circles),
    ...unitMarks(input, wanted(layers.units, 'unit', input.units)),
    ...incidentMarks(input, incidents, before, cells),
  ].sort((a, b) => a.weight - b.weight);
  circles.push(...callCircles(input, incidents));
  circles.push(...doubtCircles(input, wanted(layers.units, 'unit', input.doubted ?? input.units)));
  const sender = input.preview === null ? undefined : input.units.find(({ id }) => id === input.preview?.from);
  const from = sender === undefined ? null : input.placeOf(sender);
  return {
    areas: input.areas,
    cells,
    circles,
    rings,
    sectors,
    preview: from === null || input.preview === null ? null : { from, to: input.preview.to },
    trail: input.trail ?? [],
    marks,
  };
}
