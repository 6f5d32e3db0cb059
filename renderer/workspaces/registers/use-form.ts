/** The form that is open: what was typed, on which grounds, and what is still to come of a paste. Kept until it is saved. */
import { useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Json } from '../../../shared/lib/json.ts';
import { useKept } from '../../hall/kept.tsx';
import type { Recognised } from '../../hall/recognise.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import type { AnyEntry } from './draft.ts';
import { draftOf, newDraft } from './draft.ts';
import type { Draft } from './fields.ts';
import type { World } from './use-registers.ts';

export interface Opened {
  readonly kind: RegisterKind;
  /** null: a new entry. */
  readonly id: string | null;
}

export interface FormState {
  /** Of the entry to be, or as it stands. */
  readonly id: string;
  readonly fields: Draft;
  /** Version of the document it was begun on; null: there was none. */
  readonly version: number | null;
  readonly how: 'hand' | 'paste';
  readonly uncertain: readonly string[];
  readonly rest: readonly string[];
  /** Further entries of the paste. */
  readonly queue: readonly Recognised[];
  /** Which one of how many this is. */
  readonly at: number;
  readonly of: number;
}

const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was kept is of this page's own making; another release's is not taken. */
function formFrom(value: Json): FormState | undefined {
  if (!isObject(value) || typeof value['id'] !== 'string' || !isObject(value['fields'] ?? null)) return undefined;
  return Array.isArray(value['queue']) && Array.isArray(value['rest']) ? (value as unknown as FormState) : undefined;
}

export function useOpened(): { readonly opened: Opened | null; readonly setOpened: (opened: Opened | null) => void } {
  const { draft, type } = useKept('registers:open');
  const { value } = draft;
  const opened = useMemo<Opened | null>(
    () => (isObject(value) && typeof value['kind'] === 'string' ? (value as unknown as Opened) : null),
    [value],
  );
  return { opened, setOpened: useCallback((next) => type(next as unknown as Json), [type]) };
}

export const blank = (fields: Draft, more: Partial<FormState> = {}): FormState => ({
  ...{ id: crypto.randomUUID(), fields, version: null, how: 'hand', uncertain: [], rest: [], queue: [], at: 1, of: 1 },
  ...more,
});

interface Ground {
  /** What it is an entry of now; the version is null where it is none of the register's yet. */
  readonly held: { readonly version: number | null; readonly state: AnyEntry } | undefined;
  readonly last: AnyEntry | undefined;
  readonly world: World;
}

export interface Form {
  readonly form: FormState;
  /** Whether anything was typed that is not saved. */
  readonly typed: boolean;
  readonly set: (form: FormState) => void;
  /** Begins anew. */
  readonly clear: () => void;
  readonly note: ReactNode;
}

function begun({ kind, id }: Opened, { held, last, world }: Ground): FormState {
  if (held !== undefined) return blank(draftOf(kind, held.state, world), { id: held.state.id, version: held.version });
  return blank(newDraft(kind, world, last), id === null ? {} : { id });
}

/** A form that nobody types into shows what stands; what was typed stays, on the grounds it was typed on. */
export function useForm(opened: Opened, ground: Ground): Form {
  const { kind, id } = opened;
  const { draft, type, note } = useKept(`reg:${kind}:${id ?? 'new'}`);
  const kept = useMemo(() => formFrom(draft.value), [draft.value]);
  // Made once for each opening: a minute that passes does not begin the form anew.
  const key = `${kind}/${id ?? ''}/${String(ground.held?.version ?? null)}`;
  const [made, setMade] = useState(() => ({ key, form: begun(opened, ground) }));
  let fresh = made;
  if (made.key !== key) {
    fresh = { key, form: begun(opened, ground) };
    setMade(fresh);
  }
  return {
    form: kept ?? fresh.form,
    typed: kept !== undefined,
    set: useCallback((next) => type(next as unknown as Json), [type]),
    clear: () => {
      type(null);
      setMade({ key, form: begun(opened, ground) });
    },
    note,
  };
}
