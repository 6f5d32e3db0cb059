/** What a person wrote, with what it said before and why it was corrected. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemarkState } from '../../../shared/domain/remark/state.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { CorrectRemark } from './remark-form.tsx';

/** Times that differ by more than this are marked as late, ms. */
const lateFrom = 60_000;

interface Props {
  readonly remark: RemarkState;
  readonly version: number | undefined;
  /** Whether this person may correct it. */
  readonly correctable: boolean;
}

export function Remark({ remark, version, correctable }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const [correcting, setCorrecting] = useState(false);
  const time = (at: number): string => timeText(at, now, offset);
  const { text, name, at, enteredAt, corrected, before } = remark;
  return (
    <div className="log__remark" data-remark={remark.id}>
      <p className="log__words">{text}</p>
      <p className="log__muted">
        {t('log.by', { name, time: time(at) })}
        {enteredAt - at > lateFrom && ` · ${t('timeline.late', { time: time(enteredAt) })}`}
        {corrected !== null &&
          ` · ${t('log.corrected', { name: corrected.name, time: time(corrected.at), reason: corrected.reason })}`}
        {correctable && !correcting && (
          <button type="button" className="act act--quiet log__small" onClick={() => setCorrecting(true)}>
            {t('log.correct.open')}
          </button>
        )}
      </p>
      {before.length > 0 && (
        <details className="log__before">
          <summary>{t('log.before', { count: before.length })}</summary>
          <ol>
            {before.map((was) => (
              <li key={was.at}>
                <s>{was.text}</s>
                <span className="log__muted">{t('log.by', { name: was.name, time: time(was.at) })}</span>
              </li>
            ))}
          </ol>
        </details>
      )}
      {correcting && <CorrectRemark remark={remark} version={version} onDone={() => setCorrecting(false)} />}
    </div>
  );
}
