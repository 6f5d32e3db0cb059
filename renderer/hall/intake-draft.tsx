/**
 * What is being typed into the intake. It outlives the form, the page and the session: it is there again for who typed
 * it, and gone as soon as somebody else signs in. In memory only: callers' words never lie on a disk of the seat.
 */
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { useStatus } from '../seat-client/hooks.ts';

export type IntakeFields = Omit<RequestOf<'takeIn'>, 'id' | 'position' | 'actAt' | 'place'>;

export interface IntakeDraft {
  /** Whether the form is on screen. */
  readonly open: boolean;
  /** Of the incident to be. */
  readonly id: string;
  readonly fields: IntakeFields;
  readonly placeText: string;
  /** A name of the pack that was picked. */
  readonly place: string | null;
}

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

export function IntakeDraftProvider({ children }: { readonly children: ReactNode }) {
  const user = useStatus().status?.user?.id;
  const [owner, setOwner] = useState<string>();
  const [draft, setDraft] = useState(() => newDraft(false));
  if (user !== undefined && user !== owner) {
    setOwner(user);
    setDraft(newDraft(false));
  }
  const change = useCallback((more: Partial<IntakeDraft>) => setDraft((before) => ({ ...before, ...more })), []);
  const clear = useCallback(() => setDraft(newDraft(false)), []);
  const kept = useMemo(() => ({ draft, change, clear }), [draft, change, clear]);
  return <DraftContext value={kept}>{children}</DraftContext>;
}
