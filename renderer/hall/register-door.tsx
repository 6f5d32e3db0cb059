/** The way from anywhere in the hall to an entry of the registers: cards and lists link to it. */
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';
import type { RegisterKind } from './told-labels.ts';

export interface WantedEntry {
  readonly kind: RegisterKind;
  /** Absent: the list, or a new entry. */
  readonly id?: string | undefined;
  /** A new entry with these fields filled. */
  readonly fields?: { readonly [field: string]: string } | undefined;
  /** Tells two wishes for the same entry apart. */
  readonly change: number;
}

export interface RegisterDoor {
  readonly wanted: WantedEntry | null;
  readonly open: (entry: Omit<WantedEntry, 'change'>) => void;
  readonly taken: () => void;
  /** Opens the page for files. */
  readonly toImports: () => void;
  /** Opens the registers as they were left. */
  readonly toRegisters: () => void;
}

const DoorContext = createContext<RegisterDoor | undefined>(undefined);

export function useRegisterDoor(): RegisterDoor {
  return must(useContext(DoorContext), 'a RegisterDoorProvider above');
}

export function RegisterDoorProvider({
  children,
  onOpen,
  onImports,
}: {
  readonly children: ReactNode;
  readonly onOpen: () => void;
  readonly onImports: () => void;
}) {
  const [wanted, setWanted] = useState<WantedEntry | null>(null);
  const open = useCallback(
    (entry: Omit<WantedEntry, 'change'>): void => {
      setWanted((before) => ({ ...entry, change: (before?.change ?? 0) + 1 }));
      onOpen();
    },
    [onOpen],
  );
  const taken = useCallback(() => setWanted(null), []);
  const door = useMemo<RegisterDoor>(
    () => ({ wanted, open, taken, toImports: onImports, toRegisters: onOpen }),
    [wanted, open, taken, onImports, onOpen],
  );
  return <DoorContext value={door}>{children}</DoorContext>;
}
