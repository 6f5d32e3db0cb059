/** Keys of integrations, devices and walls: made, rotated with an overlap, revoked. */
import { useState } from 'react';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { day, hour } from '../../../shared/lib/time.ts';
import type { KeyShown } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { listed } from '../../i18n/say.ts';
import { useKeptHere } from '../../office/kept-here.tsx';
import type { Unanswered } from '../../office/office.ts';
import { useAnswer, useAsk } from '../../office/office.ts';
import { SecretOnce } from '../../office/secret-once.tsx';
import { WhyNot } from '../../office/unanswered.tsx';
import { useDocuments, useHubTime } from '../../seat-client/hooks.ts';
import { NewKey } from './new-key.tsx';
import { Rows } from '../../ui/rows.tsx';

interface Shown {
  readonly name: string;
  readonly key: string;
}

const overlaps = { none: 0, hour, day, week: 7 * day } as const;
type Overlap = keyof typeof overlaps;

interface RotateProps {
  readonly shown: KeyShown;
  readonly onMade: (key: string) => void;
  readonly onCancel: () => void;
}

function Rotate({ shown, onMade, onCancel }: RotateProps) {
  const { t } = useTranslation();
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Unanswered>();
  const rotate = async ({ overlap }: { readonly overlap: Overlap }): Promise<void> => {
    setBusy(true);
    const answer = await ask({ ask: 'rotateKey', key: shown.id, overlapMs: overlaps[overlap] });
    setBusy(false);
    if (answer.status === 'granted') return onMade(answer.body.key);
    setWhy(answer);
  };
  return (
    <Form
      name="rotateKey"
      layout="inline"
      disabled={busy}
      initialValues={{ overlap: 'day' }}
      onFinish={(fields: { readonly overlap: Overlap }) => void rotate(fields)}
    >
      <Form.Item name="overlap" label={t('accessKey.overlap')}>
        <Select
          options={(Object.keys(overlaps) as Overlap[]).map((value) => ({
            value,
            label: t(`accessKey.overlaps.${value}`),
          }))}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('accessKey.rotate')}
      </Button>
      <Button type="text" onClick={onCancel}>
        {t('office.cancel')}
      </Button>
      {why !== undefined && <WhyNot why={why} />}
    </Form>
  );
}

function Revoke({ shown, onDone }: { readonly shown: KeyShown; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Unanswered>();
  const revoke = async ({ reason }: { readonly reason: string }): Promise<void> => {
    setBusy(true);
    const answer = await ask({ ask: 'revokeKey', key: shown.id, reason: reason.trim() });
    setBusy(false);
    if (answer.status === 'granted') return onDone();
    setWhy(answer);
  };
  return (
    <Form
      name="revokeKey"
      layout="inline"
      disabled={busy}
      onFinish={(fields: { readonly reason: string }) => void revoke(fields)}
    >
      <Form.Item
        name="reason"
        label={t('accessKey.revokeReason')}
        rules={[{ required: true, whitespace: true, message: t('system.reasonMissing') }]}
      >
        <Input maxLength={200} autoFocus autoComplete="off" />
      </Form.Item>
      <Button danger htmlType="submit" loading={busy}>
        {t('accessKey.revoke')}
      </Button>
      <Button type="text" onClick={onDone}>
        {t('office.cancel')}
      </Button>
      {why !== undefined && <WhyNot why={why} />}
    </Form>
  );
}

export function Keys() {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { units } = useHall();
  const { documents: accounts } = useDocuments('account');
  const { answer, again } = useAnswer({ ask: 'keys' });
  const [doing, setDoing] = useState<
    { readonly what: 'make' } | { readonly what: 'rotate' | 'revoke'; key: KeyShown }
  >();
  const [made, setMade] = useKeptHere<Shown>('key');
  const time = (at: number): string => timeText(at, now, offset);
  const done = (): void => {
    setDoing(undefined);
    again();
  };
  const onMade = (name: string) => (key: string) => {
    setMade({ name, key });
    done();
  };
  const subjectText = ({ kind, subject }: KeyShown): string => {
    if (subject === null) return '';
    if (kind === 'integration') return subject;
    if (kind === 'device') return units.get(subject)?.state.name ?? subject;
    return accounts.find(({ state }) => state.id === subject)?.state.name ?? subject;
  };
  const isOver = ({ expiresAt }: KeyShown): boolean => expiresAt !== null && expiresAt <= now;
  const stateText = (key: KeyShown): string => {
    if (key.revokedAt !== null) return t('accessKey.revoked', { time: time(key.revokedAt) });
    if (isOver(key)) return t('accessKey.expired');
    return t(key.replacedBy === null ? 'accessKey.inUse' : 'accessKey.replaced');
  };
  return (
    <>
      <div className="system__bar">
        <span className="office__note">{t('accessKey.note')}</span>
        <Button type="primary" className="system__push" onClick={() => setDoing({ what: 'make' })}>
          {t('accessKey.make')}
        </Button>
      </div>
      {made !== undefined && (
        <SecretOnce
          title={t('accessKey.shown', { name: made.name })}
          advice={t('accessKey.shownAdvice')}
          secrets={[made.key]}
          onDone={() => setMade(undefined)}
        />
      )}
      {doing?.what === 'make' && <NewKey accounts={accounts} onMade={onMade} onCancel={done} />}
      {doing?.what === 'rotate' && (
        <section className="detail-card" aria-label={t('accessKey.rotate')}>
          <h2 className="detail-card__title">{doing.key.name}</h2>
          <Rotate shown={doing.key} onMade={onMade(doing.key.name)} onCancel={done} />
        </section>
      )}
      {doing?.what === 'revoke' && (
        <section className="detail-card" aria-label={t('accessKey.revoke')}>
          <h2 className="detail-card__title">{doing.key.name}</h2>
          <Revoke shown={doing.key} onDone={done} />
        </section>
      )}
      {answer !== undefined && answer.status !== 'granted' && <WhyNot why={answer} again={again} />}
      <Rows<KeyShown>
        rows={answer === undefined ? undefined : answer.status === 'granted' ? answer.body.keys : []}
        idOf={({ id }) => id}
        empty={t('accessKey.none')}
        columns={[
          { title: t('accessKey.name'), of: ({ name }) => name },
          { title: t('accessKey.kind'), of: ({ kind }) => t(`accessKey.kinds.${kind}`) },
          { title: t('accessKey.subject'), of: subjectText },
          {
            title: t('accessKey.actions'),
            of: ({ actions }) =>
              listed(
                t,
                actions.map((action) => t(`accessKey.action.${action}`)),
              ),
          },
          { title: t('accessKey.made'), of: ({ madeAt }) => time(madeAt) },
          {
            title: t('accessKey.expires'),
            of: ({ expiresAt }) => (expiresAt === null ? t('accessKey.noExpiry') : time(expiresAt)),
          },
          {
            title: t('accessKey.lastUsed'),
            of: ({ lastUsedAt, lastUsedFrom }) =>
              lastUsedAt === null ? t('accessKey.never') : `${time(lastUsedAt)} ${lastUsedFrom ?? ''}`,
          },
          { title: t('accessKey.state'), of: stateText },
          {
            title: t('accessKey.rotate'),
            untitled: true,
            right: true,
            of: (key) =>
              key.revokedAt === null &&
              !isOver(key) && (
                <span className="office__row">
                  {key.replacedBy === null && (
                    <Button size="small" onClick={() => setDoing({ what: 'rotate', key })}>
                      {t('accessKey.rotate')}
                    </Button>
                  )}
                  <Button size="small" onClick={() => setDoing({ what: 'revoke', key })}>
                    {t('accessKey.revoke')}
                  </Button>
                </span>
              ),
          },
        ]}
      />
    </>
  );
}
