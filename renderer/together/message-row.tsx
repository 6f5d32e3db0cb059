/** One message: from whom to whom, its words once they are asked for, and who has read it. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageReceiver, MessageState } from '../../shared/domain/message/state.ts';
import { useAct } from '../hall/act.ts';
import { useOffset } from '../hall/offset.ts';
import { useMay } from '../hall/use-may.ts';
import { useVault } from '../hall/vault-words.tsx';
import { timeText } from '../hall/words.ts';
import { useHubTime } from '../seat-client/hooks.ts';
import { countedOf, ownReceipt } from './inbox.ts';

const channels = ['radio', 'phone', 'inPerson'] as const;

function Receiver({ message, receiver }: { readonly message: MessageState; readonly receiver: MessageReceiver }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const act = useAct();
  const may = useMay();
  const { kind, id, name, deliveredAt, readAt, proof } = receiver;
  const state =
    readAt !== null
      ? t('messages.readAt', { time: timeText(readAt, now, offset), proof: t(`messages.proof.${proof ?? 'screen'}`) })
      : deliveredAt !== null
        ? t('messages.deliveredAt', { time: timeText(deliveredAt, now, offset) })
        : t('messages.notDelivered');
  return (
    <li data-state={readAt !== null ? 'read' : deliveredAt !== null ? 'delivered' : 'sent'}>
      <span className="message__receiver">{name}</span> {state}
      {kind === 'unit' && readAt === null && may.give('PassOnMessage') && (
        <span className="message__pass" role="group" aria-label={t('messages.passOn', { name })}>
          {channels.map((channel) => (
            <button
              key={channel}
              type="button"
              className="act act--quiet"
              onClick={() => void act('PassOnMessage', { message: message.id, unit: id, channel }, [])}
            >
              {t(`messages.proof.${channel}`)}
            </button>
          ))}
        </span>
      )}
    </li>
  );
}

/** The words, and with them on screen that they were read. */
function Words({ message, user }: { readonly message: MessageState; readonly user: string }) {
  const { t } = useTranslation();
  const act = useAct();
  const { answer, ask } = useVault(message.personal?.ref);
  const isUnread = ownReceipt(message, user)?.readAt === null;
  const isShown = typeof answer === 'object' && answer.status === 'content';
  const said = useRef(false);
  useEffect(() => {
    if (!isShown || !isUnread || said.current) return;
    said.current = true;
    void act('NoteMessage', { message: message.id, state: 'read' }, []);
  }, [isShown, isUnread, act, message.id]);
  if (message.personal === null) return <p className="message__gone">{t('messages.erased')}</p>;
  if (isShown) {
    const { text } = answer.content as { readonly text?: unknown };
    return <p className="message__text">{typeof text === 'string' ? text : ''}</p>;
  }
  return (
    <p className="message__text">
      <button
        type="button"
        className={isUnread ? 'act act--main' : 'act act--quiet'}
        data-read={message.id}
        disabled={answer === 'asking'}
        onClick={() => ask()}
      >
        {t(isUnread ? 'messages.read' : 'messages.show')}
      </button>
      {typeof answer === 'object' && answer.status === 'refused' && (
        <span className="message__refused" role="alert">
          {t(`facts.refused.${answer.code}`)}
        </span>
      )}
    </p>
  );
}

export function MessageRow({ message, user }: { readonly message: MessageState; readonly user: string }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const [open, setOpen] = useState(false);
  const { from, audience, at, urgent, incident, receivers, unread } = message;
  const isOwn = from.user === user;
  const counted = countedOf(message);
  const to = audience.kind === 'all' || audience.kind === 'hall' ? t(`messages.${audience.kind}`) : audience.name;
  const parts = [
    t('messages.readOf', { read: counted.read, all: counted.all }),
    ...(counted.delivered > 0 ? [t('messages.deliveredOf', { count: counted.delivered })] : []),
    ...(counted.waiting > 0 ? [t('messages.waitingOf', { count: counted.waiting })] : []),
  ];
  const isLate = isOwn && unread !== null && counted.read < counted.all;
  return (
    <li className="message" data-message={message.id} data-unread={ownReceipt(message, user)?.readAt === null}>
      <p className="message__head">
        {urgent && <span className="message__urgent">{t('messages.urgent')}</span>}
        <b>{isOwn ? t('messages.sentTo', { to }) : t('messages.gotFrom', { from: from.name, to })}</b>
        {incident !== null && <span>{incident.number}</span>}
        <span className="message__time">{timeText(at, now, offset)}</span>
      </p>
      <Words message={message} user={user} />
      {isLate && (
        <p className="message__late" role="alert">
          {t('messages.unheard', { count: counted.all - counted.read })}
        </p>
      )}
      <button type="button" className="message__counted" aria-expanded={open} onClick={() => setOpen(!open)}>
        {parts.join(' · ')}
      </button>
      {open && (
        <ul className="message__receivers">
          {receivers.map((receiver) => (
            <Receiver key={`${receiver.kind}/${receiver.id}`} message={message} receiver={receiver} />
          ))}
        </ul>
      )}
    </li>
  );
}
