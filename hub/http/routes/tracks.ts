import { must } from '../../../shared/lib/must.ts';
import type { Span } from '../../office/unit-times.ts';
import type { Box } from '../../telemetry/plausible.ts';
import type { TrackStore } from '../../telemetry/tracks.ts';
import { trackLimits } from '../../telemetry/tracks.ts';
import type { Clock, DiskSpace } from '../../ports.ts';
import type { AccessLog } from '../../vault/access-log.ts';
import { importTracks } from '../../imports/import-tracks.ts';
import { trackOptionsSchema } from '../../imports/track-options.ts';
import { closedProblem } from '../closed.ts';
import { plainIssue } from '../plain.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../server.ts';
import { callerOf } from '../server.ts';

export interface TracksDeps {
  readonly store: Pick<TrackStore, 'appendWhole'>;
  readonly hasUnit: (unit: string) => boolean;
  /** Times at which the unit is known to have been off duty, in order. */
  readonly offDuty: (unit: string) => readonly Span[];
  /** Days tracks are kept. */
  readonly trackDays: number;
  readonly box: () => Box | undefined;
  readonly clock: Clock;
  readonly disk: DiskSpace;
  readonly access: Pick<AccessLog, 'look' | 'note'>;
}

/** About half a million rows. */
const csvLimit = 32 * 1024 * 1024;
const fullRetryMs = 60_000;

/**
 * `POST /api/v1/tracks`, `text/csv`, with how it is to be read in the address: tracks of the past, whole or not at all.
 * 200 `{status, rows, added, units, outsideDistrict, repeated, offDuty}`; 422 `{code: RowsRefused, rows, wrong, errors}`
 * with the first 200 errors by row and column; 503 without room. It stands in the access log before it is written, and
 * so does how it ended.
 */
export function tracksRoute({ box, clock, disk, access, ...rest }: TracksDeps): Route {
  let busy = false;
  return (server) => {
    server.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: csvLimit }, (_request, body, done) =>
      done(null, body),
    );
    server.post('/api/v1/tracks', { bodyLimit: csvLimit }, async (request, reply) => {
      const options = trackOptionsSchema.safeParse(request.query);
      if (!options.success) {
        const { field, message } = plainIssue(options.error);
        throw new Problem(400, 'InvalidInput', message, { field });
      }
      if (!(request.body instanceof Uint8Array))
        throw new Problem(415, 'UnsupportedMediaType', 'body：要送 text/csv', { field: 'body' });
      if (disk.free() < trackLimits.reserve)
        throw closedProblem({ status: 'unavailable', code: 'StorageFull', retryAfterMs: fullRetryMs });
      if (busy) throw closedProblem({ status: 'unavailable', code: 'Busy', retryAfterMs: 1_000 });
      busy = true;
      const by = { user: callerOf(request), seat: request.ip, action: 'importTracks' };
      let subject = '';
      try {
        const dryRun = options.data.dryRun === 'true';
        const result = await importTracks(request.body, options.data, dryRun, {
          ...{ ...rest, disk, now: clock.now(), box: box() },
          trail(trail) {
            subject = trail.subject;
            access.look({ ...by, ...trail });
          },
        });
        const told = result.status === 'refused' ? `${result.wrong} wrong` : `${result.added} points`;
        access.note({ ...by, subject, detail: `${result.status} ${told}` });
        if (result.status !== 'refused') return result;
        const { rows, wrong, errors } = result;
        const first = must(errors[0], 'the first error');
        const message = `第 ${first.row} 行${first.column === '' ? '' : `「${first.column}」列`}：${first.message}`;
        return reply.code(422).send({ code: 'RowsRefused', message, field: 'body', rows, wrong, errors });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (subject !== '') {
          const left = 'left' in error ? `, ${String(error.left)} points still there` : '';
          access.note({ ...by, subject, detail: `failed${left}` });
        }
        if ('code' in error && error.code === 'SQLITE_FULL')
          throw closedProblem({ status: 'unavailable', code: 'StorageFull', retryAfterMs: fullRetryMs });
        throw error;
      } finally {
        busy = false;
      }
    });
  };
}
