/** Texts and forms whose words outlive the lock and another user in between: see `kept-drafts.ts`. */
import { createContext, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'antd';
import type { FormInstance } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import type { SeatClient } from '../seat-client/seat-client.ts';
import { SeatLost, SeatRefused } from '../seat-client/seat-client.ts';
import type { KeptDraft } from './kept-drafts.ts';
import { KeptDrafts } from './kept-drafts.ts';
import './kept.css';

const KeptContext = createContext<KeptDrafts | undefined>(undefined);

function keptBy(seat: SeatClient): KeptDrafts {
  return new KeptDrafts({
    keep: async (user, name, draft) => {
      try {
        // The wire's type of JSON is a mutable one; nobody changes what they are handed.
        const body = { user, name, draft: draft as RequestOf<'keepDraft'>['draft'] };
        return (await seat.request('keepDraft', body)).kept;
      } catch (error) {
        if (error instanceof SeatRefused) return false;
        throw error;
      }
    },
    all: async (user) => {
      try {
        return (await seat.request('drafts', { user })).drafts;
      } catch (error) {
        if (error instanceof SeatLost || error instanceof SeatRefused) throw error;
        throw new SeatLost('drafts');
      }
    },
  });
}

export function KeptProvider({ children }: { readonly children: ReactNode }) {
  const seat = useSeat();
  const { status, connection } = useStatus();
  const [drafts] = useState(() => keptBy(seat));
  const user = status?.user?.id;
  const open = connection === 'up' && status?.locked === false;
  const byHand = status !== undefined && user === undefined && status.linkReason === null;
  useEffect(() => drafts.at({ user, open, byHand }), [drafts, user, open, byHand]);
  useEffect(() => {
    const look = (): void => drafts.look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [drafts]);
  return <KeptContext value={drafts}>{children}</KeptContext>;
}

export function useKeptDrafts(): KeptDrafts {
  return must(useContext(KeptContext), 'a KeptProvider above');
}

export interface Kept {
  readonly draft: KeptDraft;
  /** null: nothing any more. */
  readonly type: (value: Json) => void;
  /** What must be said of it in its place: not kept, or typed elsewhere too. */
  readonly note: ReactNode;
}

export function useKept(name: string): Kept {
  const drafts = useKeptDrafts();
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(name));
  const type = useCallback((value: Json) => drafts.type(name, value), [drafts, name]);
  const { other, refused } = draft;
  const note =
    other === undefined && !refused ? null : (
      <KeptNote refused={refused} other={other !== undefined} choose={(which) => drafts.choose(name, which)} />
    );
  return { draft, type, note };
}

interface NoteProps {
  readonly refused: boolean;
  readonly other: boolean;
  readonly choose: (which: 'own' | 'other') => void;
}

function KeptNote({ refused, other, choose }: NoteProps) {
  const { t } = useTranslation();
  return (
    <span className="kept-note" role="alert">
      {other && (
        <>
          {t('kept.other')}
          <Button size="small" onClick={() => choose('other')}>
            {t('kept.takeOther')}
          </Button>
          <Button size="small" onClick={() => choose('own')}>
            {t('kept.takeOwn')}
          </Button>
        </>
      )}
      {refused && t('kept.refused')}
    </span>
  );
}

/** A field of free text. */
export function useKeptText(name: string): {
  readonly text: string;
  readonly type: (text: string) => void;
  readonly note: ReactNode;
} {
  const { draft, type, note } = useKept(name);
  const { value } = draft;
  return {
    text: typeof value === 'string' ? value : '',
    type: useCallback((text) => type(text === '' ? null : text), [type]),
    note,
  };
}

type Fields = { readonly [name: string]: Json };

const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** As JSON has it: without what is undefined. */
const jsonOf = (values: unknown): Json => JSON.parse(JSON.stringify(values)) as Json;

export interface KeptForm<T> {
  /** What was typed before; nothing of it where it was typed on other grounds. */
  readonly before: Partial<T>;
  readonly onValuesChange: (changed: unknown, all: unknown) => void;
  /** It was sent, or is no longer wanted. */
  readonly clear: () => void;
  readonly note: ReactNode;
}

/**
 * The fields of a form; none of them may hold a secret.
 * @param grounds What was shown while it was typed: where that has changed since, what was typed would undo it.
 */
export function useKeptForm<T>(name: string, form: FormInstance<T>, grounds = ''): KeptForm<T> {
  const { draft, type, note } = useKept(name);
  const kept = isFields(draft.value) && draft.value['grounds'] === grounds ? draft.value['fields'] : undefined;
  const fields = kept !== undefined && isFields(kept) ? kept : undefined;
  const text = fields === undefined ? undefined : JSON.stringify(fields);
  /** What stands in the form: typed here, or there since it was drawn. */
  const shown = useRef(text);
  useEffect(() => {
    if (text === undefined || text === shown.current) return;
    shown.current = text;
    form.setFieldsValue(JSON.parse(text) as never);
  }, [form, text]);
  return {
    // A form was made of these very fields.
    before: (fields ?? {}) as Partial<T>,
    onValuesChange: (_, all) => {
      const values = jsonOf(all);
      shown.current = JSON.stringify(values);
      type({ grounds, fields: values });
    },
    clear: useCallback(() => type(null), [type]),
    note,
  };
}
