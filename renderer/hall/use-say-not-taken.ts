/** What kept an entry from being taken in, said once for one thing. */
import { useCallback } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Acted } from './act.ts';

/** Says what kept an entry from being taken in; what was taken in shows as pending and needs no word. */
export function useSayNotTaken(): (acted: Acted) => boolean {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return useCallback(
    (acted) => {
      if (acted.status === 'queued') return true;
      const content = t(`notTaken.${acted.code}`, { field: acted.field });
      // What is there already is no mishap. One message for one thing: they must not pile up.
      void message.open({ type: acted.code === 'already' ? 'info' : 'error', content, key: `notTaken-${acted.code}` });
      return false;
    },
    [message, t],
  );
}
