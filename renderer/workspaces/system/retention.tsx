/** How long what is kept, and what the jobs removed. */
import { useTranslation } from 'react-i18next';
import type { OfficeGranted } from '../../../shared/wire/seat-api.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { useAnswer } from '../../office/office.ts';
import { WhyNot } from '../../office/unanswered.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { Rows } from '../../ui/rows.tsx';

type Run = OfficeGranted<'retention'>['runs'][number];

export function Retention() {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { answer, again } = useAnswer({ ask: 'retention' });
  if (answer === undefined) return <p className="office__note">{t('system.waiting')}</p>;
  if (answer.status !== 'granted') return <WhyNot why={answer} again={again} />;
  const { policy, runs } = answer.body;
  const days = (count: number | null): string =>
    count === null ? t('accessLog.forEver') : t('accessLog.days', { days: count });
  return (
    <>
      <h2 className="unseen">{t('system.tabs.retention')}</h2>
      <Section name="policy" title={t('accessLog.policy')}>
        <dl className="pairs">
          <dt>{t('accessLog.vault')}</dt>
          <dd>{days(policy.vaultDays)}</dd>
          <dt>{t('accessLog.tracks')}</dt>
          <dd>{days(policy.trackDays)}</dd>
          <dt>{t('accessLog.log')}</dt>
          <dd>{days(policy.accessLogDays)}</dd>
        </dl>
      </Section>
      <Section name="runs" title={t('accessLog.runs')}>
        <Rows<Run>
          rows={runs}
          idOf={({ at, what }) => `${at} ${what}`}
          empty={t('accessLog.noRuns')}
          columns={[
            { title: t('accessLog.at'), of: ({ at }) => timeText(at, now, offset) },
            { title: t('accessLog.what'), of: ({ what }) => t(`accessLog.whatOf.${what}`) },
            {
              title: t('accessLog.removed'),
              right: true,
              of: ({ what, removed }) => t(`accessLog.removedOf.${what}`, { count: removed }),
            },
            { title: t('accessLog.before'), of: ({ before }) => timeText(before, now, offset) },
          ]}
        />
      </Section>
    </>
  );
}
