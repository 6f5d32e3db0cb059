/** The way from anywhere in the hall to the sources that keep coming back, and from there to one of their incidents. */
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';
import { useSelection } from './selection.tsx';

export interface RepeatDoor {
  /** Site that is looked at; null: none. */
  readonly site: string | null;
  readonly open: (site: string | null) => void;
  /** Changes what the page shows, without opening it. */
  readonly show: (site: string | null) => void;
  /** Shows an incident on the console. */
  readonly toIncident: (incident: string) => void;
}

const DoorContext = createContext<RepeatDoor | undefined>(undefined);

export function useRepeatDoor(): RepeatDoor {
  return must(useContext(DoorContext), 'a RepeatDoorProvider above');
}

interface Props {
  readonly children: ReactNode;
  readonly onOpen: () => void;
  readonly onIncident: () => void;
}

export function RepeatDoorProvider({ children, onOpen, onIncident }: Props) {
  const [site, show] = useState<string | null>(null);
  const { select } = useSelection();
  const open = useCallback(
    (id: string | null): void => {
      show(id);
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
  const door = useMemo<RepeatDoor>(() => ({ site, open, show, toIncident }), [site, open, toIncident]);
  return <DoorContext value={door}>{children}</DoorContext>;
}
