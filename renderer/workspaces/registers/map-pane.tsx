/** The map beside the form: where the entry is, and where a click or a drawing puts it. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBasemapProps } from '../../hall/basemap-props.ts';
import { useHall } from '../../hall/hall.tsx';
import { useMapSites } from '../../hall/map-props.ts';
import { circle } from '../../hall/map-stands.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { DistrictMap } from '../../map/index.ts';
import type { DistrictMapProps, LonLat, MapFence, MapLayers } from '../../map/index.ts';
import { useHubNow, useHubTime } from '../../seat-client/hooks.ts';
import { useTheme } from '../../theme/theme.tsx';
import type { Corner } from './typed-parts.ts';
import { aroundOf, cornersOf, placeOf } from './typed-parts.ts';
import type { Draft } from './fields.ts';

/** What a click on the map means now. */
export type Drawing = 'place' | 'around' | 'ring' | 'line';

interface Props {
  readonly kind: RegisterKind;
  readonly draft: Draft | undefined;
  readonly drawing: Drawing | null;
  readonly onPlace: (at: { readonly lon: number; readonly lat: number }) => void;
  readonly onDrawn: (corners: readonly Corner[]) => void;
  readonly onEnd: () => void;
}

const nothing: readonly never[] = [];
const layers: MapLayers = {
  ...{ zones: false, grids: null, sites: true, videoPoints: false, units: false, incidents: false, roads: true },
  fences: true,
};

const lonLat = ({ lon, lat }: { readonly lon: number; readonly lat: number }): LonLat => [lon, lat];

/** The entry as an area: what it covers, as it stands in the form. */
function shapeOf(draft: Draft, name: string): readonly MapFence[] {
  const common = { name, state: 'due', told: '' } as const;
  const radius = Number(draft['radius'] ?? 0);
  const at = placeOf(draft['at']);
  const around = draft['reach'] === 'around' ? aroundOf(draft['around']) : [];
  if (around.length > 0)
    return [{ ...common, id: 'around', shape: around.flatMap((one) => circle(one.at, radius > 0 ? radius : 30)) }];
  const corners = cornersOf(draft['drawn']);
  const isLine = draft['form'] === 'line' || draft['form'] === 'corridor';
  const width = Number(draft['form'] === 'line' ? 2 * Number(draft['margin'] ?? 0) : (draft['width'] ?? 0));
  if (isLine) return corners.length < 2 ? [] : [{ ...common, id: 'line', shape: [], band: { line: corners, width } }];
  if (draft['form'] === 'area' || draft['form'] === 'polygon')
    return corners.length < 4 ? [] : [{ ...common, id: 'ring', shape: [[corners]] }];
  return at === undefined ? [] : [{ ...common, id: 'at', shape: circle(at, radius > 0 ? radius : 20) }];
}

/** Corners so far: three of them are an area already. */
function draftShape(corners: readonly Corner[], drawing: Drawing): readonly MapFence[] {
  const common = { id: 'drawing', name: '', state: 'due', told: '' } as const;
  const [first] = corners;
  if (first === undefined) return [];
  if (corners.length === 1) return [{ ...common, shape: circle({ lon: first[0], lat: first[1] }, 8) }];
  if (drawing === 'ring' && corners.length > 2) return [{ ...common, shape: [[[...corners, first]]] }];
  return [{ ...common, shape: [], band: { line: corners, width: 10 } }];
}

export function MapPane({ kind, draft, drawing, onPlace, onDrawn, onEnd }: Props) {
  const { t } = useTranslation();
  const hall = useHall();
  const { name: theme } = useTheme();
  const now = useHubTime();
  const hubNow = useHubNow();
  const basemapProps = useBasemapProps();
  const sites = useMapSites(now);
  const [corners, setCorners] = useState<readonly Corner[]>([]);
  const [focus, setFocus] = useState<DistrictMapProps['focus']>(null);
  const draws = drawing === 'ring' || drawing === 'line';
  const siteAt = kind === 'nightPermit' ? hall.sites.get(draft?.['site'] ?? '')?.state.at : undefined;
  const at = placeOf(draft?.['at']) ?? siteAt;
  const key = at === undefined || drawing !== null ? '' : `${at.lon},${at.lat}`;
  useEffect(() => {
    const [lon = NaN, lat = NaN] = key.split(',').map(Number);
    if (key !== '') setFocus((before) => ({ center: [lon, lat], change: (before?.change ?? 0) + 1 }));
  }, [key]);
  const [drawnFor, setDrawnFor] = useState(drawing);
  if (drawnFor !== drawing) {
    setDrawnFor(drawing);
    setCorners([]);
  }
  const least = drawing === 'ring' ? 3 : 2;
  useEffect(() => {
    if (drawing === null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onEnd();
      else if (draws && event.key === 'Backspace') setCorners((all) => all.slice(0, -1));
      else if (draws && event.key === 'Enter' && corners.length >= least) {
        const [first] = corners;
        onDrawn(drawing === 'ring' && first !== undefined ? [...corners, first] : corners);
      } else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [drawing, draws, corners, least, onDrawn, onEnd]);
  const fences = useMemo(
    () => (draws && drawing !== null ? draftShape(corners, drawing) : draft === undefined ? [] : shapeOf(draft, '')),
    [draws, drawing, corners, draft],
  );
  if (hall.plates === undefined) return <div className="register-map register-map--empty">{t('hallMap.waiting')}</div>;
  const [first] = corners;
  return (
    <section className="register-map" aria-label={t('registers.map')} data-drawing={drawing ?? ''}>
      <DistrictMap
        plates={hall.plates}
        {...basemapProps}
        zones={nothing}
        sites={sites}
        videoPoints={nothing}
        units={nothing}
        incidents={nothing}
        fences={fences}
        selected={siteAt === undefined ? null : { kind: 'site', id: draft?.['site'] ?? '' }}
        onSelect={() => undefined}
        preview={null}
        now={hubNow}
        theme={theme}
        focus={focus}
        layers={layers}
        onPick={
          drawing === null
            ? undefined
            : (where) => {
                const [lon, lat] = where;
                if (draws) setCorners((all) => [...all, lonLat({ lon, lat })]);
                else onPlace({ lon, lat });
              }
        }
      />
      {drawing !== null && (
        <div className="register-map__bar" role="status">
          <span>
            {t(draws ? `registers.draw.${drawing === 'ring' ? 'ring' : 'line'}` : 'registers.place.picking')}
            {draws && ` · ${t('registers.draw.points', { n: corners.length })}`}
          </span>
          {draws && (
            <>
              <button
                type="button"
                className="act act--main"
                disabled={corners.length < least}
                onClick={() => onDrawn(drawing === 'ring' && first !== undefined ? [...corners, first] : corners)}
              >
                {t('registers.draw.done')}
              </button>
              <button type="button" className="act" onClick={() => setCorners((all) => all.slice(0, -1))}>
                {t('registers.draw.undo')}
              </button>
            </>
          )}
          <button type="button" className="act act--quiet" onClick={onEnd}>
            {t('registers.close')}
          </button>
        </div>
      )}
    </section>
  );
}
