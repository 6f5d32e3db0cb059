/** Another seat was quicker: who is about to be sent here is looked at anew before a second unit goes. */
import { useEffect, useRef } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useSelection } from '../../hall/selection.tsx';
import { usePresence } from '../../seat-client/hooks.ts';

export function useOthersSent(incident: IncidentState | undefined): void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { previewUnit, preview } = useSelection();
  const id = incident?.id;
  const sent = incident?.units.length ?? 0;
  const { assignments } = useHall();
  const others = usePresence();
  const { assignment = '', unitName: last = '' } = incident?.units.at(-1) ?? {};
  const sender = assignments.get(assignment)?.state.assigned.user;
  const who = others.find(({ user }) => user === sender)?.name ?? t('refusal.another');
  const seen = useRef({ id, sent });
  useEffect(() => {
    const before = seen.current;
    seen.current = { id, sent };
    if (before.id !== id || sent <= before.sent || previewUnit === null) return;
    preview(null);
    // What the next key is told must not take its place: who was first is to be read.
    void message.open({ type: 'warning', content: t('console.otherSent', { who, unit: last }), key: 'otherSent' });
  }, [id, sent, last, who, previewUnit, preview, message, t]);
}
