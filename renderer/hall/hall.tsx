/** The hall as screens see it: every document this seat may hold, by id, and the plates. One place watches, all read. */
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { Plates } from '../../shared/domain/district/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import type { DocumentKind, DocumentOf, DocumentStates } from '../seat-client/hooks.ts';
import { useDocuments, useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';

type ById<S> = ReadonlyMap<string, DocumentOf<S>>;

export interface Hall {
  /** Whether all kinds were told: before that an empty list says nothing. */
  readonly opened: boolean;
  readonly incidents: ById<IncidentState>;
  readonly assignments: ById<AssignmentState>;
  readonly units: ById<DocumentStates['unit']>;
  readonly squads: ById<DocumentStates['squad']>;
  readonly zones: ById<DocumentStates['zone']>;
  readonly sites: ById<DocumentStates['site']>;
  readonly nightPermits: ById<DocumentStates['nightPermit']>;
  readonly repairNotices: ById<DocumentStates['repairNotice']>;
  readonly quietPeriods: ById<DocumentStates['quietPeriod']>;
  readonly videoPoints: ById<DocumentStates['videoPoint']>;
  readonly posts: ById<DocumentStates['post']>;
  readonly fences: ById<DocumentStates['fence']>;
  readonly stallPlaces: ById<DocumentStates['stallPlace']>;
  readonly contacts: ById<DocumentStates['contact']>;
  readonly dutyMode: DocumentStates['dutyMode'] | undefined;
  readonly pack: DocumentStates['pack'] | undefined;
  /** Undefined until the seat has them. */
  readonly plates: Plates | undefined;
}

const HallContext = createContext<Hall | undefined>(undefined);

export function useHall(): Hall {
  return must(useContext(HallContext), 'a HallProvider above');
}

const idOf = (stream: string): string => stream.slice(stream.indexOf('/') + 1);

function useById<K extends DocumentKind>(
  kind: K,
): { readonly opened: boolean; readonly byId: ById<DocumentStates[K]> } {
  const { opened, documents } = useDocuments(kind);
  return useMemo(
    () => ({ opened, byId: new Map(documents.map((document) => [idOf(document.stream), document])) }),
    [opened, documents],
  );
}

/** The plates with this hash: asked of the seat once it may have them, and again whenever it says that it has others. */
function usePlates(hash: string | undefined): Plates | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const [held, setHeld] = useState<Extract<AnswerOf<'plates'>, { status: 'plates' }>>();
  const there = useSyncExternalStore(seat.plates.subscribe, seat.plates.get);
  const wanted = hash !== undefined && held?.hash !== hash && connection === 'up';
  useEffect(() => {
    if (!wanted) return undefined;
    let alive = true;
    seat.request('plates', {}).then(
      (answer) => {
        if (alive && answer.status === 'plates') setHeld(answer);
      },
      (error: unknown) => {
        // Lost with the connection to the seat: asked again when it is back.
        if (!(error instanceof SeatLost)) throw error;
      },
    );
    return () => {
      alive = false;
    };
  }, [seat, wanted, hash, there]);
  return held?.plates;
}

export function HallProvider({ children }: { readonly children: ReactNode }) {
  const incidents = useById('incident');
  const assignments = useById('assignment');
  const units = useById('unit');
  const squads = useById('squad');
  const zones = useById('zone');
  const sites = useById('site');
  const nightPermits = useById('nightPermit');
  const repairNotices = useById('repairNotice');
  const quietPeriods = useById('quietPeriod');
  const videoPoints = useById('videoPoint');
  const posts = useById('post');
  const fences = useById('fence');
  const stallPlaces = useById('stallPlace');
  const contacts = useById('contact');
  const dutyMode = useDocuments('dutyMode').documents[0]?.state;
  const pack = useDocuments('pack').documents[0]?.state;
  const plates = usePlates(pack?.plates);
  const hall = useMemo<Hall>(
    () => ({
      opened: incidents.opened && assignments.opened && units.opened && sites.opened,
      incidents: incidents.byId,
      assignments: assignments.byId,
      units: units.byId,
      squads: squads.byId,
      zones: zones.byId,
      sites: sites.byId,
      nightPermits: nightPermits.byId,
      repairNotices: repairNotices.byId,
      quietPeriods: quietPeriods.byId,
      videoPoints: videoPoints.byId,
      posts: posts.byId,
      fences: fences.byId,
      stallPlaces: stallPlaces.byId,
      contacts: contacts.byId,
      dutyMode,
      pack,
      plates,
    }),
    [
      incidents,
      assignments,
      units,
      squads,
      zones,
      sites,
      nightPermits,
      repairNotices,
      quietPeriods,
      videoPoints,
      posts,
      fences,
      stallPlaces,
      contacts,
      dutyMode,
      pack,
      plates,
    ],
  );
  return <HallContext value={hall}>{children}</HallContext>;
}
