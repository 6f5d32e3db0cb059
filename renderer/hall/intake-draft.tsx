/**
 * What is being typed into the intake. It outlives the form, the page, the session and another user in between: the seat
 * keeps it for who typed it, and shows it to nobody else. In memory only: callers' words never lie on a disk of the seat.
 */
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import type { IntakeDraft, IntakeFields } from './draft-text.ts';
import { keptDraft } from './draft-text.ts';

export type { IntakeDraft, IntakeFields };

const noFields: IntakeFields = {
  ...{ source: 'phone', externalId: null, text: '', wantsReply: 'yes', name: '', phone: '', address: '' },
};

export const newDraft = (open: boolean): IntakeDraft => ({
  ...{ open, id: crypto.randomUUID(), fields: noFields, placeText: '', place: null },
});

/** Whether something was typed that would be lost. */
export function isTyped({ fields, placeText, place }: IntakeDraft): boolean {
  const { externalId, text, name, phone, address } = fields;
  return place !== null || [externalId ?? '', text, name, phone, address, placeText].some((each) => each.trim() !== '');
}

interface Kept {
  readonly draft: IntakeDraft;
  readonly change: (more: Partial<IntakeDraft>) => void;
  /** Leaves nothing of it. */
  readonly clear: () => void;
}

const DraftContext = createContext<Kept | undefined>(undefined);

export function useIntakeDraft(): Kept {
  return must(useContext(DraftContext), 'an IntakeDraftProvider above');
}

/** Under which name the seat keeps it. */
const draftName = 'intake';

/** A lost connection asks anew by itself when it is back. */
function unlessLost(error: unknown): void {
  if (!(error instanceof SeatLost)) throw error;
}

export function IntakeDraftProvider({ children }: { readonly children: ReactNode }) {
  const seat = useSeat();
  const { status, connection } = useStatus();
  const user = status?.user?.id;
  const isOpen = connection === 'up' && status?.locked === false && user !== undefined;
  const [owner, setOwner] = useState<string>();
  /** Whose kept words were looked up: before that nothing is told to the seat, or it would forget them. */
  const [loadedFor, setLoadedFor] = useState<string>();
  const [draft, setDraft] = useState(() => newDraft(false));
  if (user !== undefined && user !== owner) {
    setOwner(user);
    setLoadedFor(undefined);
    setDraft(newDraft(false));
  }

  useEffect(() => {
    if (!isOpen || loadedFor === user) return undefined;
    let alive = true;
    seat.request('drafts', {}).then(({ drafts }) => {
      if (!alive) return;
      const kept = keptDraft(drafts[draftName], newDraft(false));
      if (kept !== undefined) setDraft((before) => (isTyped(before) ? before : kept));
      setLoadedFor(user);
    }, unlessLost);
    return () => {
      alive = false;
    };
  }, [seat, user, isOpen, loadedFor]);

  useEffect(() => {
    if (!isOpen || loadedFor !== user) return;
    const { open, id, fields, placeText, place } = draft;
    const kept = isTyped(draft) ? { open, id, fields: { ...fields }, placeText, place } : null;
    seat.request('keepDraft', { name: draftName, draft: kept }).catch(unlessLost);
  }, [seat, user, isOpen, loadedFor, draft]);

  const change = useCallback((more: Partial<IntakeDraft>) => setDraft((before) => ({ ...before, ...more })), []);
  const clear = useCallback(() => setDraft(newDraft(false)), []);
  const kept = useMemo(() => ({ draft, change, clear }), [draft, change, clear]);
  return <DraftContext value={kept}>{children}</DraftContext>;
}
