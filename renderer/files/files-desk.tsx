/**
 * Files that are chosen and not yet at the hub. They are held by this page alone, never by the seat: what belongs to a stranger
 * lies in one place only. They outlive the lock, and go with the page; while any waits, leaving the page asks first.
 */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';
import { useHall } from '../hall/hall.tsx';
import { useKeptHere } from '../office/kept-here.tsx';
import { useAsk } from '../office/office.ts';
import { useStatus } from '../seat-client/hooks.ts';
import type { SendTrouble, ToSend } from './send-file.ts';
import { sendFile } from './send-file.ts';

export interface WaitingFile extends ToSend {
  readonly id: string;
  /** Null: it waits for its turn, for its incident to be at the hub, or for the hub. */
  readonly trouble: SendTrouble | null;
}

export type NewFile = Omit<WaitingFile, 'id' | 'trouble'>;

interface FilesDesk {
  readonly waiting: readonly WaitingFile[];
  /** The one on its way, and how much of it is there, percent. */
  readonly sending: { readonly id: string; readonly percent: number } | null;
  readonly add: (files: readonly NewFile[]) => void;
  readonly again: (id: string) => void;
  readonly drop: (id: string) => void;
}

const DeskContext = createContext<FilesDesk | undefined>(undefined);

export function useFilesDesk(): FilesDesk {
  return must(useContext(DeskContext), 'a FilesDeskProvider above');
}

const none: readonly WaitingFile[] = [];

export function FilesDeskProvider({ children }: { readonly children: ReactNode }) {
  const [kept, keep] = useKeptHere<readonly WaitingFile[]>('filesToSend');
  const waiting = kept ?? none;
  const held = useRef(waiting);
  held.current = waiting;
  const change = useCallback(
    (to: (files: readonly WaitingFile[]) => readonly WaitingFile[]) => {
      held.current = to(held.current);
      keep(held.current);
    },
    [keep],
  );
  const [sending, setSending] = useState<FilesDesk['sending']>(null);
  const ask = useAsk();
  const { incidents } = useHall();
  const { status, connection } = useStatus();
  const isLive = connection === 'up' && status?.link === 'live';

  const next = waiting.find(({ trouble, incident }) => trouble === null && incidents.has(incident));
  const nextId = isLive && sending === null ? next?.id : undefined;
  useEffect(() => {
    const file = held.current.find(({ id }) => id === nextId);
    if (file === undefined) return;
    const { id, trouble: _, ...toSend } = file;
    setSending({ id, percent: 0 });
    const told = (percent: number): void => setSending({ id, percent });
    void sendFile(ask, toSend, told).then((sent) => {
      setSending(null);
      // Cut off, it goes on waiting.
      const isAway = sent.state === 'not' && sent.why.of === 'ask' && ['offline', 'lost'].includes(sent.why.why.status);
      if (isAway) return;
      change((files) =>
        sent.state === 'not'
          ? files.map((one) => (one.id === id ? { ...one, trouble: sent.why } : one))
          : files.filter((one) => one.id !== id),
      );
    });
  }, [nextId, ask, change]);

  const any = waiting.length > 0;
  useEffect(() => {
    if (!any) return undefined;
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, [any]);

  const desk = useMemo<FilesDesk>(
    () => ({
      ...{ waiting, sending },
      add: (files) =>
        change((before) => [...before, ...files.map((one) => ({ ...one, id: crypto.randomUUID(), trouble: null }))]),
      again: (id) => change((files) => files.map((one) => (one.id === id ? { ...one, trouble: null } : one))),
      drop: (id) => change((files) => files.filter((one) => one.id !== id)),
    }),
    [waiting, sending, change],
  );
  return <DeskContext value={desk}>{children}</DeskContext>;
}
