/** Where a thing is, in the three systems, and a button that copies that: for reading out, pasting and entering elsewhere. */
import { useTranslation } from 'react-i18next';
import { contains } from '../../shared/geo/polygon.ts';
import { coordinatesOf, placeLines, systems } from '../map/index.ts';
import type { LonLat } from '../map/index.ts';
import { CopyText } from '../ui/copy-text.tsx';
import { useHall } from './hall.tsx';
import './place-copy.css';

interface Props {
  /** What is copied above the coordinates: its name, and of what moves when it was there. */
  readonly name: string;
  /** WGS84; null: only a grid is known, or may be told. */
  readonly at: LonLat | null;
  /** Code of that grid; where it is not given, the cell in which `at` lies. */
  readonly cell?: string | undefined;
}

export function PlaceCopy({ name, at, cell }: Props) {
  const { t } = useTranslation();
  const { plates } = useHall();
  const grids = plates?.grids ?? [];
  const lying = (): string =>
    at === null
      ? ''
      : (grids.find(({ level, shape }) => level === 'cell' && contains(shape, { lon: at[0], lat: at[1] }))?.code ?? '');
  const code = cell ?? lying();
  if (at === null && code === '') return null;
  const gridName = grids.find((grid) => grid.code === code)?.name ?? '';
  const lines =
    at === null
      ? [name, gridName === code ? '' : gridName, code].filter((line) => line !== '').join('\n')
      : placeLines(at, name, code);
  const told = at === null ? undefined : coordinatesOf(at);
  return (
    <div className="place-copy">
      {told === undefined ? (
        <p className="place-copy__cell">{t('placeCopy.cellOnly', { code })}</p>
      ) : (
        <dl className="place-copy__systems">
          {systems.map((system) => (
            <div key={system}>
              <dt>{system}</dt>
              <dd>{told[system]}</dd>
            </div>
          ))}
        </dl>
      )}
      <CopyText key={name} text={lines} label={t('mapCard.copy')} button="act act--quiet" />
    </div>
  );
}
