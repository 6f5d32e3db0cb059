/** Keeping what is chosen under a name; changing the own view that was taken up: overwriting, renaming, removing it. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longestViewName, mostViews, viewName, viewNameKey, viewNameProblem } from '../../../shared/wire/seat-api.ts';
import type { OfficeAsk, SavedView, ViewChanged, ViewProblem } from '../../../shared/wire/seat-api.ts';
import { isFiltering, isSameFilter } from '../../hall/queue-filter.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { useAsk, useUnansweredText } from '../../office/office.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import type { QueueViews } from './use-queue-views.ts';

type ViewAsk = Extract<OfficeAsk, { ask: 'saveView' | 'removeView' }>;

interface Said {
  readonly text: string;
  readonly bad: boolean;
  /** It is the name that is wrong. */
  readonly ofName: boolean;
  /** As `QueueViews` says. */
  readonly turn: number;
}

export function ViewEditor({ views }: { readonly views: QueueViews }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const unanswered = useUnansweredText();
  const offset = useOffset();
  const now = useHubTime();
  const saidId = useId();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [last, setSaid] = useState<Said>();
  /** The view that one more press removes. */
  const [removing, setRemoving] = useState<string>();
  const { chosen, taken, isOpen, turn } = views;
  const said = isOpen && last?.turn === turn ? last : undefined;
  /** As the hub last told it; `taken` is as it was taken up. */
  const told = views.views.find(({ key }) => key === taken?.id)?.own ?? undefined;

  const wrong = (text: string, ofName = false): void => setSaid({ text, bad: true, ofName, turn });

  function problem(code: ViewProblem, about: { readonly name: string; readonly other: SavedView | undefined }): string {
    switch (code) {
      case 'NameTooLong':
        return t('queueFilter.problems.NameTooLong', { most: longestViewName });
      case 'NameTaken':
        return t('queueFilter.problems.NameTaken', { name: about.name });
      case 'TooMany':
        return t('queueFilter.problems.TooMany', { most: mostViews });
      case 'Changed':
        return t('queueFilter.problems.Changed', {
          name: about.other?.name ?? about.name,
          seat: about.other?.changedSeat ?? '',
          time: about.other === undefined ? '' : timeText(about.other.changedAt, now, offset),
        });
      case 'NameEmpty':
      case 'Gone':
        return t(`queueFilter.problems.${code}`);
    }
  }

  /** Returns how they stand where it is done. */
  async function give(what: ViewAsk, about: string, done: string): Promise<ViewChanged['views'] | undefined> {
    setBusy(true);
    setSaid(undefined);
    setRemoving(undefined);
    try {
      const answer = await ask(what);
      if (answer.status !== 'granted') {
        wrong(unanswered(answer));
        return undefined;
      }
      const { problem: found, views: now } = answer.body;
      const other = now.find(({ id }) => id === what.id);
      if (found !== null) {
        wrong(problem(found.code, { name: about, other }), found.field === 'name');
        // It was said who changed it: pressed once more it is meant.
        if (found.code === 'Changed' && other !== undefined) views.keptAs(other);
        return undefined;
      }
      setSaid({ text: done, bad: false, ofName: false, turn });
      setName('');
      return now;
    } finally {
      setBusy(false);
    }
  }

  /** Whether the name may be one, by what is known here; the hub looks again. */
  function mayBeCalled(id: string): boolean {
    const found = viewNameProblem(name);
    const isTaken = views.views.some((view) => view.key !== id && viewNameKey(views.name(view)) === viewNameKey(name));
    const code = found ?? (isTaken ? 'NameTaken' : undefined);
    if (code === undefined) return true;
    wrong(problem(code, { name: viewName(name), other: undefined }), true);
    return false;
  }

  async function keep(ask: Extract<ViewAsk, { ask: 'saveView' }>, done: string): Promise<void> {
    const now = await give(ask, ask.name, done);
    const kept = now?.find(({ id }) => id === ask.id);
    if (kept !== undefined) views.keptAs(kept);
  }

  function saveNew(): void {
    const id = crypto.randomUUID();
    if (!mayBeCalled(id)) return;
    const called = viewName(name);
    void keep(
      { ask: 'saveView', id, version: 0, name: called, filter: chosen },
      t('queueFilter.kept', { name: called }),
    );
  }

  return (
    <>
      <div className="queue-filter__keep">
        <input
          aria-label={t('queueFilter.saveName')}
          placeholder={t('queueFilter.saveName')}
          title={t('queueFilter.most', { most: mostViews, longest: longestViewName })}
          aria-invalid={said?.bad === true && said.ofName}
          aria-describedby={said === undefined ? undefined : saidId}
          value={name}
          disabled={!isOpen}
          onChange={(event) => {
            setName(event.target.value);
            setSaid(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            if (!busy) saveNew();
          }}
        />
        <button type="button" className="act" disabled={!isOpen || busy} onClick={saveNew}>
          {t('queueFilter.save')}
        </button>
        <button
          type="button"
          className="act act--quiet"
          disabled={!isFiltering(chosen) && chosen.sort === 'time'}
          onClick={views.clear}
        >
          {t('queueFilter.clear')}
        </button>
      </div>
      {taken !== undefined && told !== undefined && (
        <div className="queue-filter__own" role="group" aria-label={t('queueFilter.own', { name: told.name })}>
          <span className="queue-filter__of" title={told.name}>
            {t('queueFilter.own', { name: told.name })}
          </span>
          <button
            type="button"
            className="act"
            title={t('queueFilter.overwriteHint')}
            disabled={!isOpen || busy || (isSameFilter(chosen, told.filter) && told.lost.length === 0)}
            onClick={() =>
              void keep(
                { ask: 'saveView', id: taken.id, version: taken.version, name: told.name, filter: chosen },
                t('queueFilter.overwritten', { name: told.name }),
              )
            }
          >
            {t('queueFilter.overwrite')}
          </button>
          <button
            type="button"
            className="act"
            disabled={!isOpen || busy}
            title={t('queueFilter.renameHint')}
            onClick={() => {
              if (!mayBeCalled(told.id)) return;
              const called = viewName(name);
              void keep(
                { ask: 'saveView', id: told.id, version: told.version, name: called, filter: told.filter },
                t('queueFilter.renamed', { before: told.name, name: called }),
              );
            }}
          >
            {t('queueFilter.rename')}
          </button>
          <button
            type="button"
            className={removing === told.id ? 'act act--alarm' : 'act act--quiet'}
            disabled={!isOpen || busy}
            onBlur={() => setRemoving(undefined)}
            onClick={() => {
              if (removing !== told.id) return setRemoving(told.id);
              const { id, version, name: called } = told;
              void give({ ask: 'removeView', id, version }, called, t('queueFilter.removed', { name: called }));
            }}
          >
            {t(removing === told.id ? 'queueFilter.removeSure' : 'queueFilter.remove')}
          </button>
        </div>
      )}
      {!isOpen && (
        <p className="queue-filter__said queue-filter__said--bad" role="status">
          {t('queueFilter.readOnly')}
        </p>
      )}
      {said !== undefined && (
        <p
          id={saidId}
          className={said.bad ? 'queue-filter__said queue-filter__said--bad' : 'queue-filter__said'}
          role={said.bad ? 'alert' : 'status'}
        >
          {said.text}
        </p>
      )}
    </>
  );
}
