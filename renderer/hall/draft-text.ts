/** What was typed and kept by the seat, read back: an older page may have kept another shape. Pure. */
import type { Json } from '../../shared/lib/json.ts';
import type { RequestOf } from '../../shared/wire/seat-api.ts';

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

/** Whether something was typed that would be lost. */
export function isTyped({ fields, placeText, place }: IntakeDraft): boolean {
  const { externalId, text, name, phone, address } = fields;
  return place !== null || [externalId ?? '', text, name, phone, address, placeText].some((each) => each.trim() !== '');
}

/** As the seat keeps it. */
export function draftJson({ open, id, fields, placeText, place }: IntakeDraft): Json {
  return { open, id, fields: { ...fields }, placeText, place };
}

function isRecord(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param empty A draft of today's shape, whose fields say what is expected. Undefined where it does not fit. */
export function keptDraft(kept: Json | undefined, empty: IntakeDraft): IntakeDraft | undefined {
  if (!isRecord(kept)) return undefined;
  const { open, id, fields, placeText, place = null } = kept;
  if (typeof open !== 'boolean' || typeof id !== 'string' || typeof placeText !== 'string') return undefined;
  if (!isRecord(fields) || (place !== null && typeof place !== 'string')) return undefined;
  const fits = Object.keys(empty.fields).every((name) =>
    name === 'externalId'
      ? fields[name] === null || typeof fields[name] === 'string'
      : typeof fields[name] === 'string',
  );
  if (!fits) return undefined;
  const known = {
    ...Object.fromEntries(Object.keys(empty.fields).map((name) => [name, fields[name]])),
    ...(fields['secret'] === true ? { secret: true } : {}),
  };
  return { open, id, fields: known as unknown as IntakeFields, placeText, place };
}
