/** What a card says of an area: a grid and who answers for it, a squad, a zone, and what covers ground tonight. Pure but for its words. */
import { contains } from '../../shared/geo/polygon.ts';
import { listed } from '../i18n/say.ts';
import type { AreaRef, Card, CardInput, CardRow } from './card.ts';
import { linesOf, staleText, toldOf } from './card.ts';
import type { LonLat, MapShape } from './types.ts';

/** Grids together. */
const shapeOf = (codes: readonly string[], { shapes }: CardInput): MapShape =>
  codes.flatMap((code) => shapes.byCode.get(code)?.shape ?? []);

/** Cells within: an incident may be known by its cell alone. */
function cellsIn(shape: MapShape, { shapes }: CardInput): ReadonlySet<string> {
  const cells = shapes.areas.filter(
    ({ level, label: [lon, lat] }) => level === 'cell' && contains(shape, { lon, lat }),
  );
  return new Set(cells.map(({ code }) => code));
}

/** What is within now: open incidents, and units whose last fix lies there. */
function within(shape: MapShape, input: CardInput): readonly CardRow[] {
  const { things, t } = input;
  const cells = cellsIn(shape, input);
  const isIn = ([lon, lat]: LonLat): boolean => contains(shape, { lon, lat });
  const incidents = things.incidents.filter(({ at, cell }) => (at === null ? cells.has(cell ?? '') : isIn(at)));
  const units = things.units.filter(({ at }) => at !== null && isIn(at));
  const free = units.filter(({ status }) => status === 'free');
  return [
    [t('mapCard.incidentsIn'), t('mapCard.pieces', { n: incidents.length })],
    [t('mapCard.unitsIn'), t('mapCard.unitsOf', { n: units.length, free: free.length })],
  ];
}

function gridRows(code: string, input: CardInput): readonly CardRow[] {
  const { things, shapes, t } = input;
  const grid = shapes.byCode.get(code);
  if (grid === undefined) return [];
  const [lon, lat] = grid.label;
  const street = shapes.areas.find(({ level, shape }) => level === 'responsibility' && contains(shape, { lon, lat }));
  const of = street?.code ?? '';
  const squad = (things.squads ?? []).find(({ grids }) => grids.includes(of));
  const zone = things.zones.find(({ grids }) => grids.includes(of));
  // A management grid lies over many streets: none of them answers for it.
  const answers: readonly CardRow[] =
    grid.level === 'management'
      ? []
      : [
          ...(street === undefined || of === code
            ? []
            : [[t('mapCard.level.responsibility'), street.name, { kind: 'grid', id: of }] as const]),
          squad === undefined
            ? [t('mapCard.squad'), t('mapCard.nobody')]
            : [t('mapCard.squad'), squad.name, { kind: 'squad', id: squad.id }],
          ...(zone === undefined ? [] : [[t('mapCard.zone'), zone.name, { kind: 'zone', id: zone.id }] as const]),
        ];
  return [
    [t('mapCard.gridLevel'), t(`mapCard.level.${grid.level}`)],
    [t('mapCard.code'), code],
    ...answers,
    ...within(grid.shape, input),
  ];
}

/**
 * Undefined for what is gone.
 *
 * @param at Where somebody clicked: the place that the card copies.
 */
export function areaCard({ kind, id }: AreaRef, at: LonLat, input: CardInput): Card | undefined {
  const { things, shapes, t } = input;
  const made = (title: string, rows: readonly CardRow[], more: Partial<Card> = {}): Card => ({
    ...{ kind: t(`mapCard.kind.${kind}`), title, rows, at, lines: linesOf(at, '', input) },
    ...more,
  });
  const told = (): CardRow => [t('mapCard.told'), toldOf(kind, id, input)];
  switch (kind) {
    case 'grid': {
      const grid = shapes.byCode.get(id);
      return grid === undefined ? undefined : made(grid.name, gridRows(id, input));
    }
    case 'squad': {
      const squad = things.squads?.find((one) => one.id === id);
      if (squad === undefined) return undefined;
      const share: readonly CardRow[] = squad.share === '' ? [] : [[t('mapCard.tonight'), squad.share]];
      return made(squad.name, [...share, ...within(shapeOf(squad.grids, input), input)]);
    }
    case 'zone': {
      const zone = things.zones.find((one) => one.id === id);
      if (zone === undefined) return undefined;
      const streets = zone.grids.map((code) => shapes.byCode.get(code)?.name ?? code);
      const squads = (things.squads ?? []).filter(({ grids }) => grids.some((code) => zone.grids.includes(code)));
      return made(zone.name, [
        [t('mapCard.streets'), listed(t, streets)],
        [
          t('mapCard.squads'),
          squads.length === 0
            ? t('mapCard.nobody')
            : listed(
                t,
                squads.map(({ name }) => name),
              ),
        ],
        ...within(shapeOf(zone.grids, input), input),
      ]);
    }
    case 'fence': {
      const fence = things.fences?.find((one) => one.id === id);
      if (fence === undefined) return undefined;
      const { name, state, shape } = fence;
      const inside = shape.length === 0 ? [] : within(shape, input);
      const rows = [[t('mapCard.state'), t(`mapLegend.fence.${state}`)] as const, told(), ...inside];
      return made(name, rows, { entries: [{ kind: 'fence', id, name }] });
    }
    case 'quietArea': {
      const area = things.quietAreas?.find((one) => one.id === id);
      if (area === undefined) return undefined;
      const entries = [{ kind: 'quietPeriod', id, name: area.name }] as const;
      return made(area.name, [told()], { entries, stale: staleText(area.asOf, things.now(), things.desk, t) });
    }
    case 'stallPlace': {
      const place = things.stallPlaces?.find((one) => one.id === id);
      if (place === undefined) return undefined;
      const { name, state, shape, asOf } = place;
      const rows = [[t('mapCard.state'), t(`mapLegend.stall.${state}`)] as const, told(), ...within(shape, input)];
      const entries = [{ kind: 'stallPlace', id, name }] as const;
      return made(name, rows, { entries, stale: staleText(asOf, things.now(), things.desk, t) });
    }
    case 'operation': {
      const operation = things.operations?.find((one) => one.id === id);
      if (operation === undefined) return undefined;
      return made(operation.name, [told(), ...within(shapeOf(operation.grids, input), input)]);
    }
  }
}
