/** Duties of a night, each with a bar of how it was kept, and what one of them rests on. */
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { codeText } from '../../i18n/say.ts';
import type { TFunction } from '../../hall/types.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import type { Duty } from './use-attendance.ts';

type Stretch = Duty['kept']['stretches'][number];

/** `92.3%`, or from what is sure to what is possible. */
function shareText({ least, most }: Duty['kept'], t: TFunction): string {
  if (least === null || most === null) return t('attendance.allExempt');
  return least === most ? t('attendance.share', { share: least }) : t('attendance.shares', { least, most });
}

function Bar({ duty }: { readonly duty: Duty }) {
  const { t } = useTranslation();
  const whole = Math.max(1, duty.until - duty.from);
  return (
    <span className="attendance__bar" aria-hidden="true" title={t('attendance.barTitle')}>
      {duty.kept.stretches.map(({ is, from, to, by }) => (
        <i key={from} data-is={is} data-by={by} style={{ width: `${((to - from) / whole) * 100}%` }} />
      ))}
    </span>
  );
}

export function DutyList({
  duties,
  chosen,
  onChoose,
}: {
  readonly duties: readonly Duty[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { squads } = useHall();
  return (
    <ul className="attendance__list" aria-label={t('attendance.duties')}>
      {duties.map((duty) => (
        <li key={duty.id} data-duty={duty.fence} data-now={duty.now ?? 'over'}>
          <button
            type="button"
            className="attendance__duty"
            aria-pressed={duty.id === chosen}
            onClick={() => onChoose(duty.id)}
          >
            <b>{duty.unitName}</b>
            <span>{duty.fenceName}</span>
            <span className="attendance__muted">
              {squads.get(duty.squad)?.state.name ?? duty.squad} · {timeText(duty.from, now, offset)}–
              {timeText(duty.ended ?? duty.to, now, offset)}
            </span>
            <span className="attendance__state">{t(`attendance.now.${duty.now ?? 'over'}`)}</span>
            <Bar duty={duty} />
            <span className="attendance__share">{shareText(duty.kept, t)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function rests(stretch: Stretch, duty: Duty, now: number, offset: number, t: TFunction): string {
  const { by, id, because, proof } = stretch;
  if (by === 'nobody') return t('attendance.rests.nobody');
  if (by === 'person') {
    const said = duty.corrections.find((one) => one.id === id);
    return t('attendance.rests.person', {
      name: said?.name ?? '',
      time: timeText(said?.at ?? 0, now, offset),
      reason: because ?? '',
    });
  }
  const why = because === null ? '' : codeText(t, 'attendance.because', because);
  if (proof === null) return why === '' ? t('attendance.rests.silence') : why;
  const seen = t('attendance.rests.position', {
    first: timeText(proof.firstFix, now, offset),
    fixes: proof.fixes,
  });
  return why === '' ? seen : t('attendance.rests.both', { why, seen });
}

export function DutyFacts({ duty }: { readonly duty: Duty }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  return (
    <section className="detail-card" aria-label={t('attendance.facts', { unit: duty.unitName, fence: duty.fenceName })}>
      <h2 className="detail-card__title">{t('attendance.facts', { unit: duty.unitName, fence: duty.fenceName })}</h2>
      <p className="attendance__muted">{shareText(duty.kept, t)}</p>
      <ol className="attendance__stretches">
        {duty.kept.stretches.map((stretch) => (
          <li key={stretch.from} data-is={stretch.is}>
            <span className="attendance__time">
              {timeText(stretch.from, now, offset)}–{timeText(stretch.to, now, offset)}
            </span>
            <b>{t(`attendance.is.${stretch.is}`)}</b>
            <span className="attendance__muted">{rests(stretch, duty, now, offset, t)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
