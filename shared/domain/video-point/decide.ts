import type { Decision, EventDraft } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { CommandRule } from '../kernel.ts';
import { recordCommand, withdrawCommand } from '../kernel.ts';
import { importVideoPointsSchema, recordVideoPointSchema } from './commands.ts';
import type { ImportVideoPoints } from './commands.ts';
import { videoPointRecordSchema } from './events.ts';
import type { Stream, VideoPointRecord } from './events.ts';
import { parseGbCode } from './gb-code.ts';
import type { VideoPointReads } from './state.ts';

const kind = 'videoPoint';
const held = (reads: VideoPointReads, id: string) => reads.videoPoint(id);

function againstCode(code: string | undefined, as: 'channel' | 'device'): Decision | undefined {
  const parsed = code === undefined ? undefined : parseGbCode(code, as);
  if (parsed === undefined || 'parts' in parsed) return undefined;
  const { code: fault, ...where } = parsed.fault;
  return refuse(fault, { field: `record.${as}`, ...where });
}

const schemes: { readonly [protocol in Stream['protocol']]: RegExp } = {
  ...{ hls: /^https?:\/\//i, flv: /^https?:\/\//i, whep: /^https?:\/\//i, wsFlv: /^wss?:\/\//i },
};
/** Scheme, host with perhaps a port, and a path without blanks; who is in front of an @ is a user. */
const address = /^[a-z]+:\/\/(?<authority>[^/?#\s]+)(?:[/?#]\S*)?$/i;

function againstStreams(streams: readonly Stream[]): Decision | undefined {
  for (const [i, { protocol, url }] of streams.entries()) {
    const field = `record.streams.${i}.url`;
    const authority = address.exec(url)?.groups?.['authority'];
    if (authority === undefined || !schemes[protocol].test(url))
      return refuse('StreamAddressWrong', { field, protocol });
    if (authority.includes('@')) return refuse('StreamAddressSecret', { field });
  }
  return undefined;
}

function againstSecondPoint(channel: string | undefined, reads: VideoPointReads, id: string): Decision | undefined {
  const other = channel === undefined ? undefined : reads.videoPointByChannel(channel);
  if (other === undefined || other.id === id) return undefined;
  return refuse('GbCodeTaken', { field: 'record.channel', channel: other.channel ?? '', other: other.id });
}

/**
 * Refuses besides, for the codes: `GbCodeLength`, `GbCodeNotDigits`, `GbCodeCentre`, `GbCodeType` with the digits that are
 * wrong, and `GbCodeTaken`; for the addresses `StreamAddressWrong`, `StreamAddressSecret`.
 */
export const recordVideoPoint = recordCommand<VideoPointRecord, VideoPointReads>({
  type: 'RecordVideoPoint',
  ...{ kind, held },
  event: 'VideoPointRecorded',
  withdrawn: 'VideoPointWithdrawn',
  schema: recordVideoPointSchema,
  record: videoPointRecordSchema,
  check: ({ channel, device, streams = [] }, reads, _context, id) =>
    againstCode(channel, 'channel') ??
    againstCode(device, 'device') ??
    againstStreams(streams) ??
    againstSecondPoint(channel, reads, id),
});

/** Codes may change places: of a point that the rows speak of, only its new one counts. */
export function apartFrom<N extends VideoPointReads>(reads: N, rows: readonly { readonly id: string }[]): N {
  const spokenOf = new Set(rows.map(({ id }) => id));
  return {
    ...reads,
    videoPointByChannel(channel: string) {
      const point = reads.videoPointByChannel(channel);
      return point === undefined || spokenOf.has(point.id) ? undefined : point;
    },
  };
}

/**
 * Many at once, in whole or not at all. Refuses what `RecordVideoPoint` refuses, with the row, and `RegisterIdTwice` and
 * `GbCodeTaken` between its own rows; brings events for those that change only.
 */
export const importVideoPoints: CommandRule<ImportVideoPoints, VideoPointReads> = {
  type: 'ImportVideoPoints',
  schema: importVideoPointsSchema,
  nature: 'fact',
  // Who keeps the accounts keeps the list of cameras too, and is sent no register.
  changesAny: true,
  conflictsWith: [],
  decide({ rows, provenance }, reads, context) {
    const events: EventDraft[] = [];
    const [ids, channels] = [new Set<string>(), new Set<string>()];
    const seen = apartFrom(reads, rows);
    for (const [at, { id, record }] of rows.entries()) {
      const { channel } = record;
      if (ids.has(id)) return refuse('RegisterIdTwice', { field: `rows.${at}.id`, id });
      if (channel !== undefined && channels.has(channel))
        return refuse('GbCodeTaken', { field: `rows.${at}.record.channel`, channel, id });
      ids.add(id);
      if (channel !== undefined) channels.add(channel);
      const decision = recordVideoPoint.decide({ id, record, provenance }, seen, context);
      if ('refusal' in decision) {
        const { code, params } = decision.refusal;
        return refuse(code, { ...params, id, field: `rows.${at}.${String(params['field'] ?? 'record')}` });
      }
      events.push(...decision.events);
    }
    return { events };
  },
};

export const withdrawVideoPoint = withdrawCommand<VideoPointReads>({
  type: 'WithdrawVideoPoint',
  ...{ kind, held },
  event: 'VideoPointWithdrawn',
  recorded: 'VideoPointRecorded',
  unknown: 'VideoPointUnknown',
});
