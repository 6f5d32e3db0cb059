/**
 * What of strangers' data stays masked: of a caller who is kept secret, everything that names them, in the order and in
 * whatever was noted about it since, for everybody who does not need it (decision 0042).
 */
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { splitStream, streamId } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { KnownOf } from '../../shared/lib/masking.ts';
import { maskedName, maskedPhone, maskedWords } from '../../shared/lib/masking.ts';
import type { JournalReads, VaultStore } from '../journal/store.ts';

export interface Secret {
  /** A file that the caller gave: its content cannot be masked. */
  readonly isCallersFile: boolean;
  /** Of what the record says, as much as may be told. */
  masked(content: Json): Json;
}

export interface CallerSecrecy {
  /** Undefined: nobody is kept secret by this record. */
  of(ref: string): Secret | undefined;
}

/** A hub without incidents. */
export const noSecrecy: CallerSecrecy = { of: () => undefined };

export interface SecrecyDeps {
  readonly journal: Pick<JournalReads, 'vaultReference' | 'document'>;
  readonly vault: Pick<VaultStore, 'get'>;
}

const textIn = (content: Json | undefined, member: string): string => {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return '';
  const { [member]: text } = content as { readonly [name: string]: Json | undefined };
  return typeof text === 'string' ? text : '';
};

function maskedJson(content: Json, words: (text: string) => string): Json {
  if (typeof content === 'string') return words(content);
  if (typeof content !== 'object' || content === null) return content;
  if (Array.isArray(content)) return content.map((one) => maskedJson(one, words));
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, maskedJson(value as Json, words)]));
}

/** The members of a caller's own record, each in its way. */
function maskedCaller(content: Json, words: (text: string) => string): Json {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return maskedJson(content, words);
  const own: { readonly [name: string]: (text: string) => string } = {
    name: maskedName,
    phone: maskedPhone,
    address: (text) => (text === '' ? '' : '***'),
  };
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name,
      typeof value === 'string' ? (own[name] ?? words)(value) : maskedJson(value as Json, words),
    ]),
  );
}

export function callerSecrecy({ journal, vault }: SecrecyDeps): CallerSecrecy {
  function incidentOf(ref: string): IncidentState | undefined {
    const stream = journal.vaultReference(ref)?.stream;
    if (stream === undefined) return undefined;
    const { kind } = splitStream(stream);
    if (kind !== 'incident' && kind !== 'assignment') return undefined;
    const state = journal.document(stream)?.state;
    if (kind === 'incident') return state as unknown as IncidentState | undefined;
    const assignment = state as unknown as AssignmentState | undefined;
    if (assignment === undefined) return undefined;
    return journal.document(streamId('incident', assignment.incident))?.state as unknown as IncidentState | undefined;
  }

  function known(ref: string): KnownOf | undefined {
    const record = journal.vaultReference(ref)?.erased === true ? undefined : vault.get(ref);
    if (record === undefined) return undefined;
    const content = JSON.parse(record.content) as Json;
    return { name: textIn(content, 'name'), phone: textIn(content, 'phone'), address: textIn(content, 'address') };
  }

  return {
    of(ref) {
      const incident = incidentOf(ref);
      if (incident?.confidential !== true) return undefined;
      const { personal, corrections, files } = incident;
      const own = [personal, ...corrections.map((one) => one.personal)].flatMap((one) => one?.ref ?? []);
      const file = files.find((one) => one.personal?.ref === ref);
      return {
        isCallersFile: file?.whose === 'caller',
        masked(content) {
          const people = own.flatMap((one) => known(one) ?? []);
          const words = (text: string): string =>
            people.reduce((masked, person) => maskedWords(masked, person), maskedWords(text, nobody));
          return own.includes(ref) ? maskedCaller(content, words) : maskedJson(content, words);
        },
      };
    },
  };
}

const nobody: KnownOf = { name: '', phone: '', address: '' };
