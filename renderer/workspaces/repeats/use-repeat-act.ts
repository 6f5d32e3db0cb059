/** Commands about a source, with what went wrong said where it happens. */
import { useCallback } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RequestOf } from '../../../shared/wire/seat-api.ts';
import { useAct } from '../../hall/act.ts';

type Data = { readonly [name: string]: RequestOf<'submit'>['data'] };
type Wish = 'RecordSourceTalk' | 'RecordSourceNotice' | 'CorrectSourceStep';

/** Resolves with whether it was taken in. */
export function useRepeatAct(incident: string): (type: Wish, data: Data) => Promise<boolean> {
  const act = useAct();
  const { t } = useTranslation();
  const { message } = App.useApp();
  return useCallback(
    async (type, data) => {
      const acted = await act(type, { incident, ...data }, [`incident/${incident}`]);
      if (acted.status === 'queued') return true;
      void message.open({ type: 'error', content: t(`notTaken.${acted.code}`, { field: acted.field }), key: type });
      return false;
    },
    [act, incident, message, t],
  );
}
