/** Bringing a file to the hub, and getting one from it, piece by piece. No content is kept beyond who shows it. */
import type { FileAttachAsk, FileReadAnswer } from '../../shared/wire/seat-api.ts';
import { fileLimits, filePieceBytes } from '../../shared/wire/seat-api.ts';
import type { Ask, Unanswered } from '../office/office.ts';

export interface ToSend extends Omit<FileAttachAsk, 'ask' | 'upload'> {
  readonly blob: Blob;
}

/** Why a file is not at the hub: `of: 'file'` by its code and the field that is wrong. */
export type SendTrouble =
  | { readonly of: 'ask'; readonly why: Unanswered }
  | { readonly of: 'file'; readonly code: string; readonly field: string };

export type Sent = { readonly state: 'attached' | 'there' } | { readonly state: 'not'; readonly why: SendTrouble };

/** So often a piece is offered again that the hub has no turn for, and after so long, ms. */
const turns = 20;
const turnMs = 300;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  // Too many arguments at once are an error.
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** The hub takes so many asks a second from one seat. */
function patient(ask: Ask): Ask {
  return async (message) => {
    let answer = await ask(message);
    for (let turn = 0; turn < turns && answer.status === 'refused' && answer.code === 'Busy'; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, turnMs));
      answer = await ask(message);
    }
    return answer;
  };
}

const file = (code: string, field = 'file'): Sent => ({ state: 'not', why: { of: 'file', code, field } });

/** @param told Percent that is at the hub. */
export async function sendFile(askOnce: Ask, toSend: ToSend, told: (percent: number) => void): Promise<Sent> {
  const { blob, ...attach } = toSend;
  if (blob.size === 0) return file('Empty');
  if (blob.size > fileLimits.bytes) return file('TooLarge');
  const ask = patient(askOnce);
  const upload = crypto.randomUUID();
  for (let at = 0; at < blob.size; at += filePieceBytes) {
    let piece: Uint8Array;
    try {
      piece = new Uint8Array(await blob.slice(at, at + filePieceBytes).arrayBuffer());
    } catch {
      // Moved, changed or removed since it was chosen.
      return file('Unreadable');
    }
    const answer = await ask({ ask: 'filePiece', upload, bytes: blob.size, at, data: base64Of(piece) });
    if (answer.status !== 'granted') return { state: 'not', why: { of: 'ask', why: answer } };
    if (answer.body.state === 'refused') return file(answer.body.code, answer.body.field);
    told(Math.floor(((at + piece.byteLength) / blob.size) * 100));
  }
  const answer = await ask({ ask: 'fileAttach', upload, ...attach });
  if (answer.status !== 'granted') return { state: 'not', why: { of: 'ask', why: answer } };
  const { body } = answer;
  return body.state === 'refused' ? file(body.code, body.field) : { state: body.state };
}

export type Got =
  | { readonly state: 'here'; readonly name: string; readonly blob: Blob }
  | { readonly state: Exclude<FileReadAnswer['state'], 'piece'> }
  | { readonly state: 'unanswered'; readonly why: Unanswered };

/** The whole of it; the look stands in the access log with its reason. */
export async function readFile(askOnce: Ask, ref: string, reason: string, type: string): Promise<Got> {
  const ask = patient(askOnce);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let name = '';
  for (let from = 0, total = 1; from < total;) {
    const answer = await ask({ ask: 'fileRead', ref, reason, from });
    if (answer.status !== 'granted') return { state: 'unanswered', why: answer };
    const { body } = answer;
    if (body.state !== 'piece') return { state: body.state };
    const piece = bytesOf(body.data);
    if (piece.byteLength === 0) return { state: 'unknown' };
    if (from === 0) name = body.name;
    parts.push(piece);
    total = body.total;
    from += piece.byteLength;
  }
  return { state: 'here', name, blob: new Blob(parts, { type }) };
}
