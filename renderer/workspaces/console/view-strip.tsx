/** The views of the queue, always in sight: one press or one key takes one up. */
import { useTranslation } from 'react-i18next';
import { useOffset } from '../../hall/offset.ts';
import { agoText, timeText } from '../../hall/words.ts';
import { listed } from '../../i18n/say.ts';
import { useOfHubTime, useStatus } from '../../seat-client/hooks.ts';
import type { QueueViews } from './use-queue-views.ts';
import './view-strip.css';

/** How old the views are while the hub is away; that they are not known where it never told them. */
function ViewAge({ views: { board, isOpen } }: { readonly views: QueueViews }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const link = useStatus().status?.link;
  // On its way: that is no news yet.
  const isComing = board === null && (link === 'connecting' || link === 'catchingUp');
  const text = useOfHubTime((now) =>
    board === null
      ? t('queueFilter.viewsUnknown')
      : t('queueFilter.viewsAsOf', {
          time: timeText(board.asOf, now, offset),
          ago: agoText(now - board.asOf, t),
        }),
  );
  return isOpen || isComing ? null : <span className="view-strip__age">{text}</span>;
}

export function ViewStrip({ views }: { readonly views: QueueViews }) {
  const { t } = useTranslation();
  const { active, taken, gone, chosen } = views;
  const lost = active?.own?.lost ?? [];
  return (
    <div className="view-strip" role="group" aria-label={t('queueFilter.views')}>
      <div className="view-strip__views">
        {views.views.map((view) => {
          const isActive = active?.key === view.key;
          const isChanged = !isActive && taken?.id === view.key;
          const name = views.name(view);
          const key = view.digit === null ? '' : t('queueFilter.viewKey', { digit: view.digit });
          const what = view.own === null ? t(`queueFilter.builtInHint.${view.key as 'late'}`) : name;
          return (
            <button
              key={view.key}
              type="button"
              className="view-strip__view"
              aria-pressed={isActive}
              aria-keyshortcuts={view.digit === null ? undefined : `Shift+${String(view.digit)}`}
              data-view={view.own === null ? view.key : 'own'}
              title={[what, isChanged ? t('queueFilter.viewChangedHere') : '', key].filter(Boolean).join(' · ')}
              // The focus stays where the keys of the console are heard.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => (isActive ? views.clear() : views.take(view))}
            >
              <span className="view-strip__name">
                {name}
                {isChanged && '*'}
              </span>
              {view.digit !== null && (
                <span className="view-strip__key" aria-hidden="true">
                  ⇧{view.digit}
                </span>
              )}
            </button>
          );
        })}
      </div>
      <ViewAge views={views} />
      {(gone.length > 0 || lost.length > 0) && (
        <p className="view-strip__gone" role="status">
          {gone.length > 0 &&
            t('queueFilter.gone', {
              what: listed(
                t,
                gone.map((member) => t(`queueFilter.members.${member as 'zone'}`, { value: String(chosen[member]) })),
              ),
            })}
          {lost.length > 0 && t('queueFilter.lost', { what: listed(t, lost) })}
        </p>
      )}
    </div>
  );
}
