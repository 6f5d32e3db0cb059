/** Names of what the lines of the log are about, of what this seat holds. */
import { useMemo } from 'react';
import { useHall } from '../../hall/hall.tsx';
import type { Known } from '../../hall/timeline-words.ts';
import { clauses, codeText } from '../../i18n/say.ts';
import { useTranslation } from 'react-i18next';
import { useDocuments } from '../../seat-client/hooks.ts';
import type { Names } from './log-words.ts';

const partsOf = (stream: string): readonly [string, string] => {
  const at = stream.indexOf('/');
  return [stream.slice(0, at), stream.slice(at + 1)];
};

export function useNames(
  people: readonly { readonly id: string; readonly name: string }[] | undefined,
): Names & { readonly known: Known } {
  const { t } = useTranslation();
  const { incidents, assignments, units, zones } = useHall();
  const { documents: alarms } = useDocuments('alarm');
  const { documents: attendance } = useDocuments('attendance');
  const { documents: rosters } = useDocuments('roster');
  const { documents: operations } = useDocuments('jointOperation');
  return useMemo(() => {
    const things = new Map<string, string>();
    for (const { stream, state } of alarms)
      things.set(
        stream,
        clauses(t, codeText(t, 'alarms.kind', state.kind), state.unit?.name ?? '', state.fence?.name ?? ''),
      );
    for (const { stream, state } of attendance) things.set(stream, clauses(t, state.unitName, state.fenceName));
    for (const { stream, state } of rosters) things.set(stream, state.name);
    for (const { stream, state } of operations) things.set(stream, state.name);
    const incidentOf = (stream: string): string | undefined => {
      const [kind, id] = partsOf(stream);
      return kind === 'incident' ? id : kind === 'assignment' ? assignments.get(id)?.state.incident : undefined;
    };
    return {
      incident: (stream) => incidents.get(incidentOf(stream) ?? '')?.state,
      unitOf: (stream) => assignments.get(partsOf(stream)[1])?.state.unitName,
      thing: (stream) => {
        const [kind, id] = partsOf(stream);
        return kind === 'unit' ? (units.get(id)?.state.name ?? id) : things.get(stream);
      },
      zone: (id) => zones.get(id)?.state.name ?? id,
      known: {
        people: new Map((people ?? []).map(({ id, name }) => [id, name])),
        units: new Map(Array.from(units, ([id, { state }]) => [id, state.name])),
      },
    };
  }, [t, incidents, assignments, units, zones, alarms, attendance, rosters, operations, people]);
}
