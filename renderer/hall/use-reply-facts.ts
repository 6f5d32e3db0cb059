/** The proof of quiet and the facts for a reply, of an incident at hand. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { ReplyValues } from '../../shared/domain/rules/replies.ts';
import { minute } from '../../shared/lib/time.ts';
import { useOfHubTime, useStatus } from '../seat-client/hooks.ts';
import { useHall } from './hall.tsx';
import { useOffset } from './offset.ts';
import type { QuietProof } from './quiet.ts';
import { quietProof } from './quiet.ts';
import type { CallerShown } from './reply-facts.ts';
import { replyValues } from './reply-facts.ts';

const wholeMinute = (now: number): number => Math.floor(now / minute) * minute;

/** As of this minute, where the seat is current. */
export function useQuietProof(incident: IncidentState): QuietProof {
  const { incidents } = useHall();
  const now = useOfHubTime(wholeMinute);
  const { status, connection } = useStatus();
  const asOf = connection === 'up' && status?.link === 'live' ? now : null;
  return useMemo(
    () =>
      quietProof(
        incident,
        Array.from(incidents.values(), ({ state }) => state),
        asOf,
      ),
    [incident, incidents, asOf],
  );
}

export interface MoreFacts {
  readonly caller?: CallerShown | undefined;
  readonly words?: string | undefined;
}

export function useReplyValues(incident: IncidentState, quiet: QuietProof, { caller, words }: MoreFacts): ReplyValues {
  const { i18n } = useTranslation();
  const { sites, squads } = useHall();
  const offset = useOffset();
  const now = useOfHubTime(wholeMinute);
  return useMemo(
    () =>
      replyValues(incident, {
        ...{ t: i18n.getFixedT('zh-CN'), offset, now, quiet, caller, words },
        siteName: sites.get(incident.site ?? '')?.state.name,
        squadName: squads.get(incident.placing.squad ?? '')?.state.name,
      }),
    [incident, i18n, offset, now, quiet, caller, words, sites, squads],
  );
}
