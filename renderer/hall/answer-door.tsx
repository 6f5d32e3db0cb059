/** The way from anywhere in the hall to the replies on their way back, and to the helper for one of them. */
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';

export interface AnswerDoor {
  /** Incident whose form is wanted; null: the list. */
  readonly incident: string | null;
  readonly open: (incident: string | null) => void;
  /** Changes what the page shows, without opening it. */
  readonly show: (incident: string | null) => void;
}

const DoorContext = createContext<AnswerDoor | undefined>(undefined);

export function useAnswerDoor(): AnswerDoor {
  return must(useContext(DoorContext), 'an AnswerDoorProvider above');
}

/** What an address of this page of its own says; `incident` null: the list. Undefined: it is an address of the whole hall. */
export function answersAddress(hash: string): { readonly incident: string | null } | undefined {
  const found = /^#answers(?:=([0-9a-f-]{36}))?$/.exec(hash);
  return found === null ? undefined : { incident: found[1] ?? null };
}

/** The page in a small window of its own, to stand beside the hotline's. */
export function popUpAnswers(incident: string | null): void {
  const address = incident === null ? '#answers' : `#answers=${incident}`;
  window.open(`${window.location.pathname}${address}`, 'lianqin-answers', 'popup,width=960,height=700');
}

export function AnswerDoorProvider({
  children,
  onOpen,
  first,
}: {
  readonly children: ReactNode;
  readonly onOpen: () => void;
  readonly first: string | null;
}) {
  const [incident, show] = useState<string | null>(first);
  const open = useCallback(
    (id: string | null): void => {
      show(id);
      onOpen();
    },
    [onOpen],
  );
  const door = useMemo<AnswerDoor>(() => ({ incident, open, show }), [incident, open]);
  return <DoorContext value={door}>{children}</DoorContext>;
}
