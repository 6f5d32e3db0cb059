/** What is selected in the hall on this screen: queue, map, detail and command line share it. */
import { createContext, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';

export interface Selected {
  readonly kind: 'incident' | 'unit' | 'site' | 'videoPoint' | 'zone';
  readonly id: string;
}

export interface Selection {
  readonly selected: Selected | null;
  readonly select: (what: Selected | null) => void;
  /** The incident that was selected before something else was looked at; null where there was none. */
  readonly before: string | null;
  /** Incidents that were looked at on this screen since sign-in, by id. */
  readonly looked: ReadonlySet<string>;
  /** A unit about to be sent to the selected incident: drawn on the map before Enter, told to other seats. */
  readonly previewUnit: string | null;
  readonly preview: (unit: string | null) => void;
  /** A click on the map says where the selected incident is. */
  readonly picking: boolean;
  readonly pick: (on: boolean) => void;
}

const SelectionContext = createContext<Selection | undefined>(undefined);

export function useSelection(): Selection {
  return must(useContext(SelectionContext), 'a SelectionProvider above');
}

interface Props {
  readonly children: ReactNode;
  /** What is selected at first. */
  readonly first?: Selected | null;
}

export function SelectionProvider({ children, first = null }: Props) {
  const [selected, setSelected] = useState<Selected | null>(first);
  const [before, setBefore] = useState<string | null>(null);
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const [previewUnit, setPreview] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  const selection = useMemo<Selection>(
    () => ({
      selected,
      before,
      looked,
      previewUnit,
      picking,
      preview: setPreview,
      pick: setPicking,
      select: (what) => {
        setSelected(what);
        if (what?.kind === 'incident') setLooked((all) => (all.has(what.id) ? all : new Set(all).add(what.id)));
        if (what === null || what.kind === 'incident') setBefore(null);
        else if (selected?.kind === 'incident') setBefore(selected.id);
        setPreview(null);
        setPicking(false);
      },
    }),
    [selected, before, looked, previewUnit, picking],
  );
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}
