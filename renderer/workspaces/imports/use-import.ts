/** One import as this page has it: which files, how they are meant, and what the hub says of them. Outlives the lock. */
import { useCallback, useRef, useState } from 'react';
import type { ImportedThing, ImportLookAnswer, ImportLookAsk, OfficeGranted } from '../../../shared/wire/seat-api.ts';
import { importLimits } from '../../../shared/wire/seat-api.ts';
import { useKeptHere } from '../../office/kept-here.tsx';
import type { Ask, Unanswered } from '../../office/office.ts';
import { useAsk } from '../../office/office.ts';

export type Meant = Omit<ImportLookAsk, 'ask' | 'upload' | 'what' | 'confirm'>;

export interface Brought {
  readonly upload: string;
  readonly names: readonly string[];
}

export interface ImportHeld {
  readonly what: ImportedThing;
  readonly meant: Meant;
  readonly brought: Brought | null;
  readonly answer: ImportLookAnswer | null;
}

export const usualMeant: Meant = {
  ...{
    crs: null,
    columns: null,
    encoding: 'auto',
    sheet: null,
    absent: 'keep',
    asOf: null,
    source: null,
    accept: false,
    orderSource: '12345',
    leaveOut: false,
  },
};

export type Trouble =
  | { readonly of: 'ask'; readonly why: Unanswered }
  | { readonly of: 'piece'; readonly code: Extract<OfficeGranted<'importPiece'>, { state: 'refused' }>['code'] };

export interface ImportDesk {
  readonly held: ImportHeld;
  /** Percent that is at the hub; null: nothing is on its way. */
  readonly sending: number | null;
  readonly working: boolean;
  readonly trouble: Trouble | null;
  readonly choose: (what: ImportedThing) => void;
  readonly bring: (files: readonly { readonly name: string; readonly blob: Blob }[]) => void;
  readonly mean: (meant: Partial<Meant>) => void;
  readonly confirm: () => void;
  readonly again: () => void;
  readonly clear: () => void;
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  // Too many arguments at once are an error.
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

async function send(
  ask: Ask,
  upload: string,
  files: readonly { readonly name: string; readonly blob: Blob }[],
  told: (percent: number) => void,
): Promise<Trouble | null> {
  const total = Math.max(
    1,
    files.reduce((sum, { blob }) => sum + blob.size, 0),
  );
  let sent = 0;
  if (files.length > importLimits.files) return { of: 'piece', code: 'TooMany' };
  if (total > importLimits.bytes) return { of: 'piece', code: 'TooLarge' };
  for (const { name, blob } of files) {
    for (let at = 0; at === 0 || at < blob.size; at += importLimits.pieceBytes) {
      const piece = new Uint8Array(await blob.slice(at, at + importLimits.pieceBytes).arrayBuffer());
      const file = { name: name.slice(-120), bytes: blob.size };
      const message = { ask: 'importPiece', upload, file, at, data: base64Of(piece) } as const;
      let answer = await ask(message);
      // The hub takes so many pieces a second from one seat.
      for (let turn = 0; turn < 20 && answer.status === 'refused' && answer.code === 'Busy'; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        answer = await ask(message);
      }
      if (answer.status !== 'granted') return { of: 'ask', why: answer };
      if (answer.body.state === 'refused') return { of: 'piece', code: answer.body.code };
      sent += piece.byteLength;
      told(Math.floor((sent / total) * 100));
    }
  }
  return null;
}

export function useImport(first: ImportedThing): ImportDesk {
  const ask = useAsk();
  const [kept, keep] = useKeptHere<ImportHeld>('imports');
  const held: ImportHeld = kept ?? { what: first, meant: usualMeant, brought: null, answer: null };
  const [sending, setSending] = useState<number | null>(null);
  const [working, setWorking] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  /** Of several looks under way only the newest is shown. */
  const turn = useRef(0);

  const look = useCallback(
    async (next: ImportHeld, confirm: string | null) => {
      if (next.brought === null) return;
      turn.current += 1;
      const mine = turn.current;
      setTrouble(null);
      setWorking(true);
      const { what, brought, meant } = next;
      const answer = await ask({ ask: 'importLook', upload: brought.upload, what, ...meant, confirm });
      if (mine !== turn.current) return;
      setWorking(false);
      if (answer.status !== 'granted') {
        setTrouble({ of: 'ask', why: answer });
        return;
      }
      const { body } = answer;
      const asOf = body.state === 'preview' ? body.asOf : meant.asOf;
      keep({ ...next, meant: { ...meant, asOf }, answer: body });
    },
    [ask, keep],
  );

  return {
    ...{ held, sending, working, trouble },
    choose: (what) => {
      // What was mapped for another thing means nothing for this one.
      const next = {
        ...held,
        what,
        answer: null,
        meant: { ...held.meant, columns: null, accept: false, leaveOut: false, absent: 'keep' as const },
      };
      keep(next);
      void look(next, null);
    },
    bring: (files) => {
      if (files.length === 0) return;
      const upload = crypto.randomUUID();
      turn.current += 1;
      setTrouble(null);
      setSending(0);
      void send(ask, upload, files, setSending).then((wrong) => {
        setSending(null);
        setTrouble(wrong);
        const brought = wrong === null ? { upload, names: files.map(({ name }) => name) } : null;
        const { crs, source, orderSource } = held.meant;
        const meant = { ...usualMeant, crs, source, orderSource };
        const next = { ...held, brought, answer: null, meant };
        keep(next);
        if (wrong === null) void look(next, null);
      });
    },
    mean: (meant) => {
      const next = { ...held, meant: { ...held.meant, accept: false, ...meant } };
      keep(next);
      // A tick changes nothing in what would be done.
      if ('accept' in meant && Object.keys(meant).length === 1) return;
      void look(next, null);
    },
    confirm: () => {
      const { answer } = held;
      if (answer?.state === 'preview' && answer.plan !== null) void look(held, answer.plan);
    },
    again: () => void look(held, null),
    clear: () => {
      turn.current += 1;
      setTrouble(null);
      setWorking(false);
      if (held.brought !== null) void ask({ ask: 'importDrop', upload: held.brought.upload });
      keep({
        ...held,
        brought: null,
        answer: null,
        meant: { ...usualMeant, crs: held.meant.crs, orderSource: held.meant.orderSource },
      });
    },
  };
}
