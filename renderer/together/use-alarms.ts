/** Calls out what nobody has taken, again and again, on whatever page one is. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageState } from '../../shared/domain/message/state.ts';
import { useHall } from '../hall/hall.tsx';
import { useMay } from '../hall/use-may.ts';
import { clauses } from '../i18n/say.ts';
import { useDocuments, useHubNow, useStatus } from '../seat-client/hooks.ts';
import type { Alarm } from './alarms.ts';
import { AlarmRota, alarmsOf } from './alarms.ts';
import { browserSound } from './browser-sound.ts';
import type { SoundState } from './caller.ts';
import { Caller } from './caller.ts';
import { useAside } from './put-aside.ts';
import type { SoundSettings } from './sound-settings.ts';

/** Looked at so often, ms. */
const everyMs = 1_000;

export function useAlarms(messages: readonly MessageState[], sound: SoundSettings): SoundState | undefined {
  const { i18n } = useTranslation();
  const { incidents } = useHall();
  const { documents } = useDocuments('alarm');
  const may = useMay();
  const person = useStatus().status?.user;
  const user = person?.id ?? '';
  const aside = useAside();
  const hubNow = useHubNow();
  const [state, setState] = useState<SoundState>();
  const rota = useRef(new AlarmRota());
  const caller = useMemo(() => new Caller(browserSound(), setState), []);
  const takes = may.give('AcknowledgeIncident');
  const look = useRef<() => void>(() => undefined);
  useEffect(() => {
    look.current = () => {
      // Voices speak Chinese, whatever language the screen is in.
      const t = i18n.getFixedT('zh-CN');
      const states = Array.from(incidents.values(), (document) => document.state);
      const raised = documents.map(({ state: alarm }) => ({
        alarm,
        headline:
          alarm.kind === 'sos'
            ? (alarm.unit?.name ?? '')
            : clauses(t, alarm.unit?.name ?? '', t(`alarms.kind.${alarm.kind}`), alarm.fence?.name ?? ''),
      }));
      const alarms = alarmsOf({
        incidents: states,
        messages,
        raised,
        user,
        roles: person?.roles ?? [],
        aside,
        takes,
        now: hubNow(),
      });
      if (sound.quiet) return;
      const call = rota.current.next(alarms, performance.now());
      if (call === undefined) return;
      const [first] = call.alarms as readonly [Alarm, ...Alarm[]];
      const { number, headline } = first;
      const many = call.alarms.length > 1;
      const text = many
        ? t(`sound.many.${call.kind}`, { count: call.alarms.length })
        : t(`sound.one.${call.kind}`, {
            number,
            headline: call.kind === 'sos' ? clauses(t, headline, number) : headline,
          });
      caller.call(call.kind, text, sound);
    };
  });
  useEffect(() => {
    caller.look(sound);
    if (sound.quiet) caller.hush();
  }, [caller, sound]);
  useEffect(() => {
    const timer = setInterval(() => look.current(), everyMs);
    return () => {
      clearInterval(timer);
      caller.hush();
    };
  }, [caller]);
  return state;
}
