/** What was imported, newest first: when, by whom, from which files. Also while the hub is away. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportState } from '../../../shared/domain/import/state.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { useAnswer } from '../../office/office.ts';
import { useDocuments, useHubTime } from '../../seat-client/hooks.ts';
import { Rows } from '../../ui/rows.tsx';

type Run = ImportState['runs'][number] & { readonly thing: ImportState['id'] };

export function History() {
  const { t } = useTranslation();
  const { opened, documents } = useDocuments('import');
  const { answer } = useAnswer({ ask: 'directory' });
  const now = useHubTime();
  const offset = useOffset();
  const names = useMemo(
    () => new Map(answer?.status === 'granted' ? answer.body.people.map(({ id, name }) => [id, name]) : []),
    [answer],
  );
  const runs = useMemo(
    () =>
      documents
        .flatMap(({ state }): Run[] => state.runs.map((run) => ({ ...run, thing: state.id })))
        .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)),
    [documents],
  );
  return (
    <Rows<Run>
      rows={opened ? runs : undefined}
      idOf={({ id }) => id}
      empty={t('imports.run.none')}
      columns={[
        { title: t('imports.run.at'), of: ({ at }) => timeText(at, now, offset) },
        { title: t('imports.run.by'), of: ({ by }) => names.get(by.user) ?? by.user },
        { title: t('imports.run.thing'), of: ({ thing }) => t(`imports.thing.${thing}`) },
        { title: t('imports.run.result'), of: ({ counts }) => t('imports.run.counts', { ...counts }) },
        { title: t('imports.run.source'), of: ({ provenance }) => provenance.source },
        {
          title: t('imports.run.files'),
          of: ({ files }) =>
            files.map(({ name, sha256 }) => (
              <span key={name} className="imports__file" title={t('imports.run.hash', { hash: sha256 })}>
                {name}
                <code>{sha256.slice(0, 8)}</code>
              </span>
            )),
        },
      ]}
    />
  );
}
