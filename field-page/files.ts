/** Photos on their way: kept on this phone until what names them was answered, brought in pieces, from where the hub has them. */
import type { FieldUploadState } from '../shared/wire/field-api.ts';

/** As the hub takes them. */
export const mostBytes = 8_000_000;
export const mostFiles = 6;
const pieceBytes = 200_000;

export interface Photo {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly content: Blob;
}

/** Undefined for one that is too large or empty. */
export async function photoOf(file: File): Promise<Photo | undefined> {
  if (file.size === 0 || file.size > mostBytes) return undefined;
  const bytes = await file.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const name = file.name.trim().slice(0, 200) || 'photo';
  // Its own copy: what the phone's gallery does with the file later is no matter.
  return { id: crypto.randomUUID(), name, sha256, content: new Blob([bytes], { type: file.type }) };
}

export type Brought = 'whole' | 'again' | { readonly refused: string };

/**
 * Brings what the hub does not have yet. `again`: no line, or no room now; a refusal is for good.
 * @param onProgress Told the share that is there.
 */
export async function bring(
  { unit, key }: { readonly unit: string; readonly key: string },
  { id, name, sha256, content }: Photo,
  onProgress: (share: number) => void,
): Promise<Brought> {
  const headers = { authorization: `Bearer ${key}`, 'x-field-unit': unit };
  const ask = async (path: string, init: RequestInit): Promise<FieldUploadState | Brought> => {
    const response = await fetch(path, init);
    const said = (await response.json().catch(() => ({}))) as FieldUploadState & { readonly code?: string };
    if (response.ok) return said;
    // Out of order, gone with a hub that fell, spoilt on its way: told again where to begin.
    const isPassing = [404, 409, 429].includes(response.status) || response.status >= 500 || said.code === 'HashWrong';
    if (isPassing && said.code !== 'IdReused') return 'again';
    return { refused: said.code ?? String(response.status) };
  };
  try {
    const open = JSON.stringify({ id, name, bytes: content.size, sha256 });
    const opening = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: open };
    let state = await ask('/field/uploads', opening);
    while (typeof state === 'object' && 'have' in state && !state.whole) {
      const at = state.have;
      onProgress(at / content.size);
      state = await ask(`/field/uploads/${id}?at=${at}`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: content.slice(at, at + pieceBytes),
      });
    }
    return typeof state === 'object' && 'have' in state ? 'whole' : state;
  } catch {
    return 'again';
  }
}
