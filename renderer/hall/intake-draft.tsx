/** What is being typed into the intake: kept by the seat for who typed it, like every text; see `kept-drafts.ts`. */
import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { must } from '../../shared/lib/must.ts';
import { useStatus } from '../seat-client/hooks.ts';
import type { IntakeDraft, IntakeFields } from './draft-text.ts';
import { draftJson, isTyped, keptDraft } from './draft-text.ts';
import { useKept, useKeptDrafts } from './kept.tsx';

export type { IntakeDraft, IntakeFields };
export { isTyped };

const noFields: IntakeFields = {
  ...{ source: 'phone', externalId: null, text: '', wantsReply: 'yes', name: '', phone: '', address: '' },
};

export const newDraft = (open: boolean): IntakeDraft => ({
  ...{ open, id: crypto.randomUUID(), fields: noFields, placeText: '', place: null },
});

interface Kept {
  readonly draft: IntakeDraft;
  readonly change: (more: Partial<IntakeDraft>) => void;
  /** What must be said of it: not kept, or typed in another window too. */
  readonly note: ReactNode;
}

const DraftContext = createContext<Kept | undefined>(undefined);

export function useIntakeDraft(): Kept {
  return must(useContext(DraftContext), 'an IntakeDraftProvider above');
}

/** Under which name the seat keeps it. */
const draftName = 'intake';

export function IntakeDraftProvider({ children }: { readonly children: ReactNode }) {
  const user = useStatus().status?.user?.id;
  const drafts = useKeptDrafts();
  const { draft: kept, type, note } = useKept(draftName);
  /** While nothing is typed: whether the form is open, and what was chosen in it. */
  const [empty, setEmpty] = useState(() => newDraft(false));
  const [owner, setOwner] = useState<string>();
  if (user !== undefined && user !== owner) {
    setOwner(user);
    setEmpty(newDraft(false));
  }
  const draft = useMemo(() => keptDraft(kept.value, empty) ?? empty, [kept.value, empty]);

  // Two changes within one drawing are both of what stands there.
  const last = useRef(empty);
  last.current = empty;
  const change = useCallback(
    (more: Partial<IntakeDraft>) => {
      const before = keptDraft(drafts.get(draftName).value, last.current) ?? last.current;
      const next = { ...before, ...more };
      const left = isTyped(next) ? newDraft(false) : next;
      last.current = left;
      setEmpty(left);
      type(isTyped(next) ? draftJson(next) : null);
    },
    [drafts, type],
  );
  const shared = useMemo(() => ({ draft, change, note }), [draft, change, note]);
  return <DraftContext value={shared}>{children}</DraftContext>;
}
