/** Video points from the platform that the hub is connected to: what would change, then all of it, or without bad rows. */
import { useState } from 'react';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OfficeGranted } from '../../../shared/wire/seat-api.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { listed, saidOf } from '../../i18n/say.ts';
import type { Unanswered } from '../../office/office.ts';
import { useAsk } from '../../office/office.ts';
import { WhyNot } from '../../office/unanswered.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Rows } from '../../ui/rows.tsx';
import { codeWords, fieldName, whereText } from './say.ts';

type Answer = OfficeGranted<'videoImport'>;
type Listed = Extract<Answer, { state: 'preview' | 'imported' }>;

export function PlatformCameras({ live }: { readonly live: boolean }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const now = useHubTime();
  const offset = useOffset();
  const [answer, setAnswer] = useState<Answer>();
  const [why, setWhy] = useState<Unanswered>();
  const [working, setWorking] = useState(false);
  const [leaveOut, setLeaveOut] = useState(false);
  const look = async (confirm: string | null): Promise<void> => {
    setWorking(true);
    setWhy(undefined);
    const said = await ask({ ask: 'videoImport', from: { kind: 'platform' }, confirm, leaveOut });
    setWorking(false);
    if (said.status === 'granted') setAnswer(said.body);
    else setWhy(said);
  };
  return (
    <section className="imports__preview" aria-label={t('imports.cameras')}>
      <p className="imports__hint">
        {t('imports.cameras')}{' '}
        <Button size="small" disabled={!live || working} onClick={() => void look(null)}>
          {t('imports.fromPlatform')}
        </Button>{' '}
        {t('imports.platformNote')}
      </p>
      {working && <p className="imports__working">{t('imports.working')}</p>}
      {why !== undefined && <WhyNot why={why} again={() => void look(null)} />}
      {answer?.state === 'noPlatform' && <Alert type="info" showIcon title={t('imports.noPlatform')} />}
      {answer?.state === 'platformAway' && (
        <Alert
          type="warning"
          showIcon
          title={t('imports.platformAway', { since: timeText(answer.since ?? now, now, offset) })}
        />
      )}
      {answer?.state === 'refused' && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('imports.refusedCommand', {
            reason: codeWords(t, answer.code),
            where: whereText(t, answer.id),
          })}
        />
      )}
      {(answer?.state === 'preview' || answer?.state === 'imported') && (
        <>
          <Cameras listed={answer} />
          {answer.state === 'preview' && (
            <div className="imports__confirm">
              {answer.counts.refused > 0 && (
                <label>
                  <input
                    type="checkbox"
                    name="import-leave-out"
                    checked={leaveOut}
                    onChange={(event) => setLeaveOut(event.target.checked)}
                  />
                  {t('imports.leaveOut')}
                </label>
              )}
              <Button
                type="primary"
                disabled={!live || working || (answer.counts.refused > 0 && !leaveOut)}
                onClick={() => void look(answer.plan)}
              >
                {t('imports.confirm')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Cameras({ listed: { state, counts, changes, refused } }: { readonly listed: Listed }) {
  const { t } = useTranslation();
  const rows = [
    ...refused.map((row) => ({
      ...row,
      key: `r${row.row} ${row.code} ${row.name}`,
      told: saidOf(t, fieldName(t, row.field), codeWords(t, row.code)),
    })),
    ...changes.map((row) => ({
      ...row,
      key: row.id,
      told: `${t(`imports.change.${row.change}`)} ${listed(
        t,
        row.fields.map((field) => fieldName(t, field)),
      )}`,
    })),
  ];
  return (
    <>
      {state === 'imported' && (
        <Alert type="success" showIcon role="status" title={t('imports.imported', { ...counts, removed: 0 })} />
      )}
      <dl className="imports__counts">
        {(['new', 'changed', 'same', 'refused'] as const).map((name) => (
          <div key={name} className={name === 'refused' && counts.refused > 0 ? 'imports__bad' : ''}>
            <dt>{t(`imports.count.${name}`)}</dt>
            <dd>{counts[name]}</dd>
          </div>
        ))}
      </dl>
      <Rows<(typeof rows)[number]>
        rows={rows}
        idOf={({ key }) => key}
        empty={t('imports.noChanges')}
        pageSize={12}
        columns={[
          { title: t('imports.column.row'), right: true, of: ({ row }) => row },
          { title: t('imports.column.name'), of: ({ name }) => name },
          { title: t('imports.column.change'), of: ({ told }) => told },
        ]}
      />
    </>
  );
}
