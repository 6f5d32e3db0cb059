/** From 21:30 on it is said once a night, on whatever page one is, that there are sites to ring. */
import { useEffect, useRef } from 'react';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { civilDate, hour, minute, minuteOfDay } from '../../../shared/lib/time.ts';
import { useOffset } from '../../hall/offset.ts';
import { useDocuments, useOfHubTime } from '../../seat-client/hooks.ts';
import { useToRing } from './to-ring.tsx';

/** 21:30 to midnight, minutes of the day. */
const toldFrom = (21.5 * hour) / minute;
const key = 'to-ring';
/** Seconds for which it stands. */
const shownFor = 20;

interface Props {
  /** The list is on screen. */
  readonly shown: boolean;
  readonly onOpen: () => void;
}

export function RingNews({ shown, onOpen }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const offset = useOffset();
  const list = useToRing();
  const { documents } = useDocuments('remark');
  // The date while it is time to say so, else nothing.
  const night = useOfHubTime((now) => (minuteOfDay(now, offset) >= toldFrom ? civilDate(now, offset) : ''));
  const told = useRef('');
  const rung = new Set(
    documents.flatMap(({ state }) => (state.night === night && state.about?.kind === 'site' ? [state.about.id] : [])),
  );
  const count = list.filter(({ site }) => !rung.has(site.id)).length;
  useEffect(() => {
    if (shown) message.destroy(key);
  }, [shown, message]);
  useEffect(() => {
    if (night === '' || told.current === night || count === 0) return;
    told.current = night;
    if (shown) return;
    const open = (
      <Button
        size="small"
        type="link"
        onClick={() => {
          message.destroy(key);
          onOpen();
        }}
      >
        {t('log.ring.open')}
      </Button>
    );
    const content = (
      <>
        {t('log.ring.news', { count })} {open}
      </>
    );
    void message.open({ type: 'info', content, key, duration: shownFor });
  }, [night, count, shown, message, onOpen, t]);
  return null;
}
