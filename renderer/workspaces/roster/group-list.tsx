/** Groups of a night by zone: who, when, as what; with the heads of the zone against what is required. */
import { useTranslation } from 'react-i18next';
import type { RosterMember, RosterState } from '../../../shared/domain/roster/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { listed } from '../../i18n/say.ts';
import { hoursText, leaveOf, shortOf, shortText, zoneOf } from './roster-words.ts';
import type { RosterNight } from './use-roster-night.ts';

function Member({ roster, member }: { readonly roster: RosterState; readonly member: RosterMember }) {
  const { t } = useTranslation();
  const leave = leaveOf(roster, member);
  return (
    <span className="roster__member" data-kind={member.kind} data-leave={leave !== undefined}>
      {leave === undefined ? member.name : <s>{member.name}</s>}
      {leave !== undefined && <i>{t(`roster.leaveKind.${leave.kind}`)}</i>}
      {member.kind === 'auxiliary' && <i>{t('roster.auxiliary')}</i>}
    </span>
  );
}

interface Props {
  readonly rosters: readonly RosterState[];
  readonly night: RosterNight | undefined;
  readonly current: string | undefined;
  readonly onOpen: (roster: RosterState) => void;
}

function Row({ roster, current, onOpen }: { readonly roster: RosterState } & Pick<Props, 'current' | 'onOpen'>) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { units, posts, squads } = useHall();
  const { unit, post, lent, vehicle } = roster;
  const out = roster.equipment.filter(({ back }) => back === null).length;
  const waits = roster.swaps.some(({ answer }) => answer === null);
  const notes = [
    ...(lent === null ? [] : [t('roster.lentTo', { squad: squads.get(lent.squad)?.state.name ?? lent.squad })]),
    ...(waits ? [t('roster.swapWaits')] : []),
    ...(out === 0 ? [] : [t('roster.out', { count: out })]),
  ];
  const unitName = unit === undefined ? undefined : (units.get(unit)?.state.name ?? unit);
  return (
    <tr data-roster={roster.id} className={current === roster.id ? 'roster__row--current' : undefined}>
      <th scope="row">
        <button type="button" className="link" aria-pressed={current === roster.id} onClick={() => onOpen(roster)}>
          {roster.name}
        </button>
        <span className="roster__sub">{squads.get(roster.squad)?.state.name ?? roster.squad}</span>
      </th>
      <td>
        {t(`roster.shift.${roster.shift}`)}
        <span className="roster__sub roster__time">{hoursText(roster, offset)}</span>
      </td>
      <td>
        {post === undefined ? (unitName ?? '—') : (posts.get(post)?.state.name ?? post)}
        <span className="roster__sub">
          {listed(
            t,
            [post === undefined || unitName === roster.name ? undefined : unitName, vehicle].filter(
              (part) => part !== undefined,
            ),
          )}
        </span>
      </td>
      <td className="roster__people">
        {roster.members.map((member) => (
          <Member key={member.officer} roster={roster} member={member} />
        ))}
        {notes.length > 0 && <span className="roster__sub roster__note">{listed(t, notes)}</span>}
      </td>
    </tr>
  );
}

/** Zones in their order, then groups of none. */
export function GroupList({ rosters, night, current, onOpen }: Props) {
  const { t } = useTranslation();
  const { zones, squads } = useHall();
  const parts = [
    ...[...zones.values()].toSorted((a, b) => a.state.order - b.state.order).map(({ state }) => state.id),
    undefined,
  ];
  return (
    <>
      {parts.map((zone) => {
        const groups = rosters.filter((one) => zoneOf(one, squads) === zone);
        const count = night?.counts.find((one) => one.of === 'zone' && one.id === zone);
        if (groups.length === 0 && (zone === undefined || count === undefined)) return null;
        const short = count === undefined ? undefined : shortOf(count);
        const lacks = short !== undefined && (short.persons > 0 || short.certified > 0);
        return (
          <section key={zone ?? ''} className="roster__zone" data-zone={zone ?? ''}>
            <header className="roster__zone-head">
              <h2>{zone === undefined ? t('roster.noZone') : (zones.get(zone)?.state.name ?? zone)}</h2>
              {count !== undefined && (
                <p data-lacks={lacks}>
                  <span>{t('roster.count', { ...count.have })}</span>
                  <span>{t('roster.free', { ...count.free })}</span>
                  <span>{t('roster.need', { ...count.need })}</span>
                  {lacks && <b>{shortText(short, t)}</b>}
                </p>
              )}
            </header>
            {groups.length > 0 && (
              <table>
                <colgroup>
                  <col className="roster__col-group" />
                  <col className="roster__col-shift" />
                  <col className="roster__col-unit" />
                  <col />
                </colgroup>
                <thead className="unseen">
                  <tr>
                    {(['group', 'shift', 'unit', 'people'] as const).map((column) => (
                      <th key={column} scope="col">
                        {t(`roster.column.${column}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {groups.map((roster) => (
                    <Row key={roster.id} roster={roster} current={current} onOpen={onOpen} />
                  ))}
                </tbody>
              </table>
            )}
          </section>
        );
      })}
    </>
  );
}
