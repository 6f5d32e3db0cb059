/** The way from an incident to what is reported upwards of it, and from a report back to its incident. */
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';
import { useSelection } from './selection.tsx';

/** What the page shows: a report, a new one about an incident or about none, or what it finds first. */
export type UrgentShown =
  { readonly is: 'report'; readonly id: string } | { readonly is: 'new'; readonly incident: string | null } | null;

export interface UrgentDoor {
  readonly shown: UrgentShown;
  readonly open: (shown: UrgentShown) => void;
  /** Changes what the page shows, without opening it. */
  readonly show: (shown: UrgentShown) => void;
  /** Shows an incident on the console. */
  readonly toIncident: (incident: string) => void;
}

const DoorContext = createContext<UrgentDoor | undefined>(undefined);

export function useUrgentDoor(): UrgentDoor {
  return must(useContext(DoorContext), 'an UrgentDoorProvider above');
}

interface Props {
  readonly children: ReactNode;
  readonly onOpen: () => void;
  readonly onIncident: () => void;
}

export function UrgentDoorProvider({ children, onOpen, onIncident }: Props) {
  const [shown, show] = useState<UrgentShown>(null);
  const { select } = useSelection();
  const open = useCallback(
    (what: UrgentShown): void => {
      show(what);
      onOpen();
    },
    [onOpen],
  );
  const toIncident = useCallback(
    (id: string): void => {
      select({ kind: 'incident', id });
      onIncident();
    },
    [select, onIncident],
  );
  const door = useMemo<UrgentDoor>(() => ({ shown, open, show, toIncident }), [shown, open, toIncident]);
  return <DoorContext value={door}>{children}</DoorContext>;
}
