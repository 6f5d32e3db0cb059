/** What `GET /api/v1/incidents` reads: documents without personal data, in pages. */
import { z } from 'zod';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { JournalReads } from '../../journal/store.ts';
import { parseIso } from '../../../shared/lib/time.ts';
import { Problem } from '../problem.ts';

const largestPage = 500;

export const incidentParams = z.strictObject({ id: z.uuid() });

export const incidentQuery = z.strictObject({
  /** Received at or after: ISO 8601 with its offset. */
  since: z
    .string()
    .refine((text) => parseIso(text) !== undefined, '要写成带时区的 ISO 8601 时间，如 2026-11-21T22:40:00+08:00')
    .optional(),
  /** `true`: only those that are not closed; `false`: only closed ones. */
  open: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(largestPage).default(100),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{1,16}\.[0-9a-f-]{36}$/)
    .optional(),
});
type Query = z.infer<typeof incidentQuery>;

/** The state as outside programs see it: of personal data no more than which members there are; no way back. */
export function shownDocument(state: object): unknown {
  return JSON.parse(
    JSON.stringify(state, (name, value: unknown) => {
      if (name === 'lastStep') return undefined;
      if (name !== 'personal' || typeof value !== 'object' || value === null || !('has' in value)) return value;
      return { has: value.has };
    }),
  );
}

/** Incidents by time of receipt, then id; `next` is null on the last page. */
export function incidentPage(journal: Pick<JournalReads, 'documents'>, { since, open, limit, after }: Query) {
  const [at, id] = (after ?? '').split('.');
  const sinceAt = since === undefined ? 0 : (parseIso(since) ?? 0);
  const from = after === undefined ? { at: sinceAt, id: '' } : { at: Number(at), id: id ?? '' };
  if (from.at < sinceAt) throw new Problem(400, 'InvalidInput', 'after：不是同一次查询的下一页', { field: 'after' });
  const wanted = (incident: IncidentState): boolean =>
    (incident.receivedAt > from.at || incident.id > from.id) &&
    (open === undefined || (incident.closed === null) === (open === 'true'));
  for (let room = limit + 1; ; room *= 4) {
    const read = journal.documents('incident', {
      // Of all that ever came in few are open: they are found by the column, not by reading the others.
      ...(open === 'true' ? { where: { closed: null } } : {}),
      ...{ atLeast: { column: 'receivedAt', value: from.at }, orderBy: 'receivedAt', limit: room },
    });
    // A document holds what `evolve` of its kind returned.
    const found = read.map(({ state }) => state as unknown as IncidentState).filter(wanted);
    if (found.length <= limit && read.length === room) continue;
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last !== undefined ? `${last.receivedAt}.${last.id}` : null;
    return { incidents: page.map(shownDocument), next };
  }
}
