/** A short card on the map: what stands there or covers the ground, how old that is, and where it is. */
import { useTranslation } from 'react-i18next';
import { CopyText } from '../ui/copy-text.tsx';
import type { AreaRef, Card, Choice } from './card.ts';
import type { MapDesk } from './types.ts';
import { coordinatesOf, systems } from './place-text.ts';

interface HeadProps {
  readonly kind: string;
  readonly title: string;
  readonly onClose: () => void;
}

function Head({ kind, title, onClose }: HeadProps) {
  const { t } = useTranslation();
  return (
    <header className="map-panel__head">
      <h2>
        <span className="map-card__kind">{kind}</span> {title}
      </h2>
      <button type="button" className="map-panel__close" aria-label={t('mapCard.close')} onClick={onClose}>
        <span aria-hidden="true">×</span>
      </button>
    </header>
  );
}

interface InfoProps {
  readonly card: Card;
  readonly onEntry: MapDesk['onEntry'];
  readonly onArea: (area: AreaRef) => void;
  readonly onClose: () => void;
}

export function InfoCard({ card, onEntry, onArea, onClose }: InfoProps) {
  const { t } = useTranslation();
  const coordinates = coordinatesOf(card.at);
  return (
    <section className="map-panel map-card" data-corner="passing" aria-label={`${card.kind} ${card.title}`}>
      <Head kind={card.kind} title={card.title} onClose={onClose} />
      <dl className="map-card__rows">
        {card.rows.map(([label, value, area]) => (
          <div key={`${label}${value}`}>
            <dt>{label}</dt>
            <dd>
              {area === undefined ? (
                value
              ) : (
                <button type="button" className="map-link" onClick={() => onArea(area)}>
                  {value}
                </button>
              )}
            </dd>
          </div>
        ))}
        {systems.map((system) => (
          <div key={system} className="map-card__coordinates">
            <dt>{system}</dt>
            <dd>{coordinates[system]}</dd>
          </div>
        ))}
      </dl>
      {card.stale !== undefined && <p className="map-card__stale">{card.stale}</p>}
      {onEntry !== undefined && card.entries !== undefined && card.entries.length > 0 && (
        <div className="map-card__entries">
          {t('registers.siteLink')}
          {card.entries.map(({ kind, id, name }) => (
            <button key={`${kind}/${id}`} type="button" className="map-link" onClick={() => onEntry(kind, id)}>
              {name}
            </button>
          ))}
        </div>
      )}
      <div className="map-card__copy">
        <CopyText key={card.lines} text={card.lines} label={t('mapCard.copy')} button="map-act" />
      </div>
    </section>
  );
}

interface ChooserProps {
  readonly choices: readonly Choice[];
  readonly onChoose: (choice: Choice) => void;
  readonly onClose: () => void;
}

export function Chooser({ choices, onChoose, onClose }: ChooserProps) {
  const { t } = useTranslation();
  const title = t('mapCard.several', { n: choices.length });
  return (
    <section className="map-panel map-card map-chooser" data-corner="passing" aria-label={title}>
      <Head kind="" title={title} onClose={onClose} />
      <ul>
        {choices.map((choice, i) => (
          <li key={`${choice.ref.kind}/${choice.ref.id}`}>
            <button type="button" autoFocus={i === 0} onClick={() => onChoose(choice)}>
              <span className="map-card__kind">{choice.kind}</span> {choice.name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
