/** What is printed is what stood on the map when it was asked for: nothing in it moves while the printer's window is open. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { civilDate, clockTime } from '../../shared/lib/time.ts';
import { listed } from '../i18n/say.ts';
import type { Camera } from './camera.ts';
import { unproject } from './camera.ts';
import type { HeatSpan } from './heat.ts';
import { isOn, layerGroups } from './layer-table.ts';
import { Legend } from './legend.tsx';
import type { Fan } from './marks.ts';
import type { Measure } from './measure.ts';
import { PrintSheet } from './print-sheet.tsx';
import type { PlateShapes } from './shapes.ts';
import type { SeenLine } from './seen-trails.ts';
import type { DistrictMapProps, LonLat, MapUnit } from './types.ts';

/** What of a map stood on the screen that its props do not say. */
export interface MapFrozen {
  readonly span: HeatSpan;
  readonly seen: readonly SeenLine[];
  readonly measure: Measure | null;
  readonly found: LonLat | null;
  readonly fan: Fan | null;
}

export interface FrozenMapProps extends DistrictMapProps {
  /** Given: a picture for paper, in which these stand as they did on the screen. */
  readonly frozen?: MapFrozen | undefined;
}

interface Props {
  readonly things: DistrictMapProps;
  readonly camera: Camera;
  readonly shapes: PlateShapes;
  readonly stood: MapFrozen;
  readonly draw: (frozen: FrozenMapProps) => ReactNode;
  readonly onDone: () => void;
}

const ignore = (): void => undefined;

/** As it is now: what is asked of the unit itself goes on moving. */
const unitNow = ({
  id,
  name,
  kind,
  status,
  at,
  fixAt,
  heading,
  accuracy,
  speed,
  certified,
  engaged,
}: MapUnit): MapUnit => ({
  ...{ id, name, kind, status, at, fixAt, heading, accuracy, speed, certified, engaged },
});

function frozenOf(things: DistrictMapProps, stood: MapFrozen, camera: Camera): FrozenMapProps {
  const at = things.now();
  const [west, north] = unproject(camera, 0, 0);
  const [east, south] = unproject(camera, camera.width, camera.height);
  const { desk: _, onPick: __, ...rest } = things;
  return {
    ...rest,
    units: things.units.map(unitNow),
    fixes: undefined,
    frozen: stood,
    now: () => at,
    theme: 'light',
    renderer: 'flat',
    scale: 2,
    onSelect: ignore,
    focus: { bounds: [west, south, east, north], change: 1 },
  };
}

export function FrozenPrint({ things, camera, shapes, stood, draw, onDone }: Props) {
  const { t } = useTranslation();
  const [frozen] = useState(() => frozenOf(things, stood, camera));
  const { desk, plates, basemap } = things;
  const offset = desk?.utcOffset ?? 0;
  const at = frozen.now();
  const on = layerGroups
    .flatMap(({ layers }): readonly (typeof layers)[number][] => layers)
    .filter((layer) => isOn(frozen.layers, layer))
    .map((layer) => t(`mapLayers.layer.${layer}`));
  const foot = [
    ...(plates.schematic || basemap?.schematic === true ? [t('map.schematicHint')] : []),
    ...(basemap?.attribution === undefined || basemap.attribution === '' ? [] : [basemap.attribution]),
  ];
  return (
    <PrintSheet
      title={t('mapPrint.title', { name: desk?.title ?? '' })}
      told={[
        t('mapPrint.asOf', { time: `${civilDate(at, offset)} ${clockTime(at, offset)}` }),
        t('mapPrint.layers', { layers: listed(t, on) }),
      ]}
      foot={foot}
      legend={<Legend things={{ ...frozen, scale: 1 }} shapes={shapes} span={frozen.frozen?.span ?? stood.span} />}
      onDone={onDone}
    >
      {draw(frozen)}
    </PrintSheet>
  );
}
