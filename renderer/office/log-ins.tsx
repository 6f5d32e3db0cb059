/** Log-ins that hold, each with a way to end it. */
import { useState } from 'react';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SessionShown } from '../../shared/wire/seat-api.ts';
import { useOffset } from '../hall/offset.ts';
import { timeText } from '../hall/words.ts';
import { bracketed } from '../i18n/say.ts';
import { useHubTime } from '../seat-client/hooks.ts';
import type { Answered, Unanswered } from './office.ts';
import { WhyNot } from './unanswered.tsx';
import { Rows } from '../ui/rows.tsx';

interface Props {
  readonly sessions: readonly SessionShown[] | undefined;
  /** Whose it is stands in the row. */
  readonly named: boolean;
  readonly end: (session: string) => Promise<Answered<'endSession' | 'endMySession'>>;
  readonly onEnded: () => void;
}

export function LogIns({ sessions, named, end, onEnded }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const [busy, setBusy] = useState<string>();
  const [why, setWhy] = useState<Unanswered>();
  const stop = async (id: string): Promise<void> => {
    setBusy(id);
    const answer = await end(id);
    setBusy(undefined);
    setWhy(answer.status === 'granted' ? undefined : answer);
    onEnded();
  };
  const time = (at: number): string => timeText(at, now, offset);
  return (
    <>
      {why !== undefined && <WhyNot why={why} />}
      <Rows<SessionShown>
        rows={sessions}
        idOf={({ id }) => id}
        empty={t('logIns.none')}
        columns={[
          ...(named
            ? [{ title: t('logIns.who'), of: ({ name, login }: SessionShown) => bracketed(t, name, login) }]
            : []),
          { title: t('logIns.seat'), of: ({ seat }) => seat },
          { title: t('logIns.address'), of: ({ address }) => address },
          { title: t('logIns.begun'), of: ({ begunAt }) => time(begunAt) },
          { title: t('logIns.used'), of: ({ lastUsedAt }) => time(lastUsedAt) },
          {
            title: t('logIns.end'),
            untitled: true,
            right: true,
            of: ({ id, own }) =>
              own ? (
                <span className="office__note">{t('logIns.own')}</span>
              ) : (
                <Popconfirm title={t('logIns.endSure')} onConfirm={() => void stop(id)}>
                  <Button size="small" loading={busy === id}>
                    {t('logIns.end')}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
    </>
  );
}
