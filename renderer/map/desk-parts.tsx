/** The buttons of the tools, and what they open above the map. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chooser, InfoCard } from './info-card.tsx';
import { LayerPanel } from './layer-panel.tsx';
import { measureKinds } from './measure.ts';
import { SearchBox } from './search-box.tsx';
import { findableGround, findableThings } from './search.ts';
import type { PlateShapes } from './shapes.ts';
import { CoordinateBar, MeasureBar } from './tool-bars.tsx';
import type { DistrictMapProps } from './types.ts';
import type { DeskHandle } from './use-desk.ts';

interface Props {
  readonly things: DistrictMapProps;
  readonly shapes: PlateShapes;
  readonly desk: DeskHandle;
}

export function DeskButtons({ desk }: Pick<Props, 'desk'>) {
  const { t } = useTranslation();
  const { state, change, measure } = desk;
  const { tool } = state;
  return (
    <div className="district-map-buttons map-tools" data-corner="true" role="toolbar" aria-label={t('mapTools.title')}>
      <button
        type="button"
        title={t('mapLayers.key')}
        aria-expanded={state.layersOpen}
        aria-controls="map-layers"
        onClick={() => change({ layersOpen: !state.layersOpen })}
      >
        {t('mapLayers.button')}
      </button>
      <button
        type="button"
        title={t('mapSearch.key')}
        aria-expanded={state.searchOpen}
        onClick={() => change({ searchOpen: !state.searchOpen })}
      >
        {t('mapSearch.button')}
      </button>
      {measureKinds.map((kind) => (
        <button
          key={kind}
          type="button"
          title={t(`mapTools.${kind}Hint`)}
          aria-pressed={tool?.tool === 'measure' && tool.measure.kind === kind}
          onClick={() => measure(kind)}
        >
          {t(`mapTools.${kind}`)}
        </button>
      ))}
      <button
        type="button"
        title={t('mapTools.coordinatesHint')}
        aria-pressed={tool?.tool === 'coordinates'}
        onClick={() => change({ tool: tool?.tool === 'coordinates' ? null : { tool: 'coordinates' }, pointer: null })}
      >
        {t('mapTools.coordinates')}
      </button>
      <button
        type="button"
        title={t('mapTools.printHint')}
        onClick={() => change({ printing: state.printing + 1, layersOpen: false })}
      >
        {t('mapTools.print')}
      </button>
    </div>
  );
}

/** Of the moment in which it was opened: what moves or comes meanwhile must not shuffle the list under the fingers. */
function Search({ things, shapes, desk }: Props) {
  const [all] = useState(() => [...findableThings(things, shapes), ...findableGround(things, shapes)]);
  return <SearchBox all={all} onChoose={desk.goTo} onClose={() => desk.change({ searchOpen: false })} />;
}

/** What is open above the map. */
export function DeskParts({ things, shapes, desk }: Props) {
  const { state, change } = desk;
  const { tool, card, choices } = state;
  return (
    <>
      {things.desk !== undefined && state.layersOpen && (
        <LayerPanel
          things={things}
          desk={things.desk}
          span={state.span}
          onSpan={(span) => change({ span })}
          onClose={() => change({ layersOpen: false })}
        />
      )}
      {things.desk !== undefined && state.searchOpen && <Search things={things} shapes={shapes} desk={desk} />}
      {tool?.tool === 'measure' && (
        <MeasureBar measure={tool.measure} onBack={desk.back} onLeave={() => change({ tool: null })} />
      )}
      {tool?.tool === 'coordinates' && (
        <CoordinateBar at={state.pointer} onLeave={() => change({ tool: null, pointer: null })} />
      )}
      {choices.length > 0 ? (
        <Chooser choices={choices} onChoose={desk.choose} onClose={() => change({ choices: [] })} />
      ) : (
        card !== null && (
          <InfoCard
            card={card}
            onEntry={things.desk?.onEntry}
            onArea={desk.openArea}
            onClose={() => change({ card: null, found: null })}
          />
        )
      )}
    </>
  );
}
