/** 排班: who works a night, by zone and squad, against what its mode requires; gaps before they begin. */
import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RosterState } from '../../../shared/domain/roster/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useRegisterDoor } from '../../hall/register-door.tsx';
import { nightAt } from '../../hall/report-night.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { codesOf } from '../../i18n/say.ts';
import { useDocuments, useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { Gaps, Rests, Unreturned } from './gaps.tsx';
import { GroupForm } from './group-form.tsx';
import { GroupList } from './group-list.tsx';
import { GroupPanel } from './group-panel.tsx';
import { rosterRows, saveRoster } from './roster-table.ts';
import { isHeld, reachOf } from './reach.ts';
import { nightBy } from './roster-words.ts';
import type { RosterNight } from './use-roster-night.ts';
import { useRosterNight } from './use-roster-night.ts';
import './roster.css';

/** Columns of the table, as an import finds them again. */
const heads = codesOf('roster.table');

type Open = { readonly is: 'none' | 'new' } | { readonly is: 'group' | 'edit'; readonly id: string };

export function Roster({ onDuty }: { readonly onDuty: (() => void) | undefined }) {
  const { t } = useTranslation();
  const may = useMay();
  const now = useHubTime();
  const offset = useOffset();
  const { plates, squads, zones, units, posts, dutyMode } = useHall();
  const { toImports } = useRegisterDoor();
  const { documents, opened } = useDocuments('roster');
  const [chosen, setChosen] = useState<string>();
  const [open, setOpen] = useState<Open>({ is: 'none' });
  const night = chosen ?? (plates === undefined ? undefined : nightAt(now, plates.calendars.dutyNight, offset));
  const told = useRosterNight(night);
  const roles = useStatus().status?.user?.roles;
  // What is held in part is not counted: whoever is not sent a group would be told that it is missing.
  const roster = useMemo(() => {
    if (told === undefined || roles === undefined) return undefined;
    const world = { isNight: dutyMode?.mode === 'night', squads: [...squads.values()].map(({ state }) => state) };
    const reach = reachOf(roles, world);
    const squadOf = (post: string): string | undefined => posts.get(post)?.state.squad;
    const own = <P extends RosterNight['counts'][number] | RosterNight['gaps'][number]>(places: readonly P[]): P[] =>
      places.filter((place) => isHeld(place, reach, squadOf));
    return { ...told, counts: own(told.counts), gaps: own(told.gaps) };
  }, [told, roles, dutyMode, squads, posts]);
  const standing = useMemo(
    () => documents.map(({ state }) => state).filter(({ withdrawn }) => withdrawn === undefined),
    [documents],
  );
  const ofNight = useMemo(
    () =>
      standing
        .filter((one) => one.night === night)
        .toSorted((a, b) => a.from - b.from || a.squad.localeCompare(b.squad) || (a.id < b.id ? -1 : 1)),
    [standing, night],
  );
  const current = 'id' in open ? documents.find(({ state }) => state.id === open.id) : undefined;
  const near = useMemo(
    () =>
      night === undefined
        ? []
        : standing.filter((one) => nightBy(night, -1) <= one.night && one.night <= nightBy(night, 7)),
    [standing, night],
  );
  const show = ({ id, night: of }: RosterState): void => {
    setChosen(of);
    setOpen({ is: 'group', id });
  };
  const go = (to: string): void => {
    setChosen(to);
    setOpen({ is: 'none' });
  };
  const save = (): void => {
    const nameIn =
      (entries: ReadonlyMap<string, { readonly state: { readonly name: string } }>) =>
      (id: string): string =>
        entries.get(id)?.state.name ?? id;
    const words = {
      ...{ heads, squad: nameIn(squads), zone: nameIn(zones), unit: nameIn(units), post: nameIn(posts) },
      shift: (shift: RosterState['shift']) => t(`roster.shift.${shift}`),
    };
    const rows = rosterRows(ofNight, words, offset);
    const titles = heads.map((head) => t(`roster.table.${head as 'night'}`));
    void saveRoster(t('roster.file', { night: night ?? '' }), t('roster.sheet'), titles, rows);
  };
  const mayRecord = may.give('RecordRoster');
  if (night === undefined) return <main className="roster" />;
  return (
    <main className="roster">
      <header className="roster__head">
        <h1>{t('roster.title')}</h1>
        <div className="roster__nights">
          <button type="button" className="act" aria-label={t('roster.before')} onClick={() => go(nightBy(night, -1))}>
            ‹
          </button>
          <label>
            <span className="unseen">{t('roster.night')}</span>
            <input
              type="date"
              name="roster-night"
              value={night}
              onChange={(event) => event.target.value !== '' && go(event.target.value)}
            />
          </label>
          <button type="button" className="act" aria-label={t('roster.after')} onClick={() => go(nightBy(night, 1))}>
            ›
          </button>
        </div>
        {roster !== undefined && (
          <p className="roster__muted roster__time">
            {t('roster.span', { from: timeText(roster.from, now, offset), to: timeText(roster.to, now, offset) })}
            {' · '}
            {t('roster.countsOf', { time: timeText(roster.at, now, offset) })}
          </p>
        )}
        <p className="roster__head-acts">
          {mayRecord && (
            <Button type="primary" onClick={() => setOpen({ is: 'new' })}>
              {t('roster.add')}
            </Button>
          )}
          {mayRecord && may.ask('importFiles') && <Button onClick={toImports}>{t('roster.importFile')}</Button>}
          {ofNight.length > 0 && <Button onClick={save}>{t('roster.export')}</Button>}
          {onDuty !== undefined && (
            <Button type="text" onClick={onDuty}>
              {t('roster.toDuty')}
            </Button>
          )}
        </p>
      </header>
      <div className="roster__main">
        {ofNight.length === 0 && (
          <p className="roster__empty">{opened ? t(mayRecord ? 'roster.none' : 'roster.noneRead') : '…'}</p>
        )}
        <GroupList rosters={ofNight} night={roster} current={'id' in open ? open.id : undefined} onOpen={show} />
      </div>
      <aside className="roster__side">
        {open.is === 'new' && roster !== undefined && (
          <GroupForm
            key={night}
            night={night}
            hours={roster.hours}
            onDone={(id) => setOpen({ is: 'group', id })}
            onCancel={() => setOpen({ is: 'none' })}
          />
        )}
        {open.is === 'edit' && current !== undefined && roster !== undefined && (
          <GroupForm
            key={open.id}
            night={night}
            hours={roster.hours}
            roster={current.state}
            version={current.version}
            onDone={(id) => setOpen({ is: 'group', id })}
            onCancel={() => setOpen({ is: 'group', id: open.id })}
          />
        )}
        {open.is === 'group' && current?.state.withdrawn === undefined && current !== undefined && (
          <GroupPanel
            key={open.id}
            roster={current.state}
            version={current.version}
            rosters={near}
            onEdit={() => setOpen({ is: 'edit', id: open.id })}
            onClose={() => setOpen({ is: 'none' })}
          />
        )}
        {roster !== undefined && <Gaps roster={roster} over={now >= roster.to} />}
        {roster !== undefined && <Rests roster={roster} />}
        <Unreturned rosters={standing} onOpen={show} />
      </aside>
    </main>
  );
}
