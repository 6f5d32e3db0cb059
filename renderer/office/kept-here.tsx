/**
 * What must outlive the lock on this page, and goes with its user: what is shown once only, and where one was. In memory
 * of this page alone.
 */
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';

interface Held {
  readonly all: ReadonlyMap<string, unknown>;
  readonly put: (name: string, value: unknown) => void;
}

const HeldContext = createContext<Held | undefined>(undefined);

/** Above all that the lock takes down; with the user as its key. */
export function KeptHereProvider({ children }: { readonly children: ReactNode }) {
  const [all, setAll] = useState<ReadonlyMap<string, unknown>>(new Map());
  const put = useCallback(
    (name: string, value: unknown) =>
      setAll((before) => {
        const after = new Map(before);
        if (value === undefined) after.delete(name);
        else after.set(name, value);
        return after;
      }),
    [],
  );
  const held = useMemo(() => ({ all, put }), [all, put]);
  return <HeldContext value={held}>{children}</HeldContext>;
}

/** Like a state that is empty at first; the same name must always hold the same kind of value. */
export function useKeptHere<T>(name: string): readonly [T | undefined, (value: T | undefined) => void] {
  const { all, put } = must(useContext(HeldContext), 'a KeptHereProvider above');
  const set = useCallback((value: T | undefined) => put(name, value), [put, name]);
  return [all.get(name) as T | undefined, set];
}
