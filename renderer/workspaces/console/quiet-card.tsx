/** 安静证明: what is recorded of the quiet since, on what it rests, and what it cannot say. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useOffset } from '../../hall/offset.ts';
import { useQuietProof } from '../../hall/use-reply-facts.ts';
import { timeText } from '../../hall/words.ts';
import { useHubNow } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import './reply-box.css';

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </dd>
    </>
  );
}

export function QuietCard({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const proof = useQuietProof(incident);
  const now = useHubNow()();
  const { outcome, checks, phoned } = incident;
  // Before somebody was there or rang the site there is nothing that could be shown.
  if (outcome === null && checks.length === 0 && phoned.length === 0) return null;
  const time = (at: number): string => timeText(at, now, offset);
  const { from, noneUntil } = proof;
  const bases = [
    ...proof.checks.map(({ at, which, way }) =>
      t('answer.quiet.check', { time: time(at), which: t(`check.${which}`), way: t(`checkWay.${way}`) }),
    ),
    ...proof.stays.map(({ unit, from: since, to }) =>
      to === null
        ? t('answer.quiet.stayNow', { unit, from: time(since) })
        : t('answer.quiet.stay', { unit, from: time(since), to: time(to) }),
    ),
    ...(noneUntil === null ? [] : [t('answer.quiet.none', { time: time(noneUntil) })]),
  ];
  const against = proof.noise.map(({ at, by, number }) =>
    by === 'complaint'
      ? t('answer.quiet.again', { time: time(at), number: number ?? '' })
      : t('answer.quiet.noisy', { time: time(at), by: t(`checkWay.${by}`) }),
  );
  const gaps = [
    ...proof.gaps.filter((gap) => gap !== 'noOutcome').map((gap) => t(`answer.quiet.gap.${gap}`)),
    ...proof.owed.map(({ kind, at }) => t('answer.quiet.owed', { kind: t(`check.${kind}`), time: time(at) })),
  ];
  return (
    <Section name="quiet" title={t('answer.quiet.title')}>
      <p className="quiet__since">
        {from === null
          ? t('answer.quiet.nothing')
          : noneUntil === null
            ? t('answer.quiet.sinceOnly', { from: time(from) })
            : t('answer.quiet.since', { from: time(from), until: time(noneUntil) })}
      </p>
      <dl className="quiet">
        {from !== null && <Lines title={t('answer.quiet.bases')} lines={bases} />}
        <Lines title={t('answer.quiet.against')} lines={against} />
        <Lines title={t('answer.quiet.gaps')} lines={from === null ? [] : gaps} />
      </dl>
    </Section>
  );
}
