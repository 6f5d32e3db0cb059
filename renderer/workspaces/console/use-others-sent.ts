/** Another seat was quicker: who is about to be sent here is looked at anew before a second unit goes. */
import { useEffect, useRef } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useSelection } from '../../hall/selection.tsx';

export function useOthersSent(incident: IncidentState | undefined): void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { previewUnit, preview } = useSelection();
  const id = incident?.id;
  const sent = incident?.units.length ?? 0;
  const last = incident?.units.at(-1)?.unitName ?? '';
  const seen = useRef({ id, sent });
  useEffect(() => {
    const before = seen.current;
    seen.current = { id, sent };
    if (before.id !== id || sent <= before.sent || previewUnit === null) return;
    preview(null);
    void message.open({ type: 'warning', content: t('console.otherSent', { unit: last }), key: 'stop' });
  }, [id, sent, last, previewUnit, preview, message, t]);
}
