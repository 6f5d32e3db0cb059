/** Import of video points: what would change is shown first; then all of it goes in with one command. */
import { createHash } from 'node:crypto';
import { apartFrom, recordVideoPoint } from '../../shared/domain/video-point/decide.ts';
import type { DistrictIndex, DistrictReads } from '../../shared/domain/district/state.ts';
import type { VideoPointReads, VideoPointState } from '../../shared/domain/video-point/state.ts';
import { roleThatMay } from '../../shared/domain/rules/permissions.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Provenance } from '../../shared/domain/kernel.ts';
import type { OfficeAskOf } from '../../shared/wire/office-api.ts';
import { mostShownRows } from '../../shared/wire/video-import.ts';
import type { VideoImportAnswer } from '../../shared/wire/video-import.ts';
import type { Desk } from '../desk/port.ts';
import { isOutside } from '../imports/check-shapes.ts';
import type { OfficeHandler } from '../office/port.ts';
import { granted, refused } from '../office/port.ts';
import type { Clock, RandomSource } from '../ports.ts';
import type { VideoPlatform } from './port.ts';
import { channelRow, csvRows } from './rows.ts';
import type { BadRow, GoodRow, Held, ReadRow } from './rows.ts';

export interface VideoImportDeps {
  readonly platform: VideoPlatform | undefined;
  /** Undefined where the hub has no registers. */
  readonly reads: (VideoPointReads & DistrictReads) | undefined;
  readonly desk: Pick<Desk, 'submit'>;
  readonly clock: Clock;
  readonly random: RandomSource;
}

interface Change {
  readonly row: GoodRow;
  readonly change: 'new' | 'changed';
  readonly fields: readonly string[];
}

interface Plan {
  readonly changes: readonly Change[];
  readonly same: number;
  readonly bad: readonly BadRow[];
}

export function videoImporter(deps: VideoImportDeps): OfficeHandler<'videoImport'> {
  const { platform, reads, desk, clock, random } = deps;

  async function rowsOf(
    from: OfficeAskOf<'videoImport'>['from'],
    held: Held,
  ): Promise<readonly ReadRow[] | VideoImportAnswer> {
    if (from.kind === 'csv') {
      const rows = csvRows(from.text, held);
      return rows.ok ? rows.value : { state: 'unreadable', ...rows.error };
    }
    if (platform === undefined) return { state: 'noPlatform' };
    const listed = await platform.list();
    if (!listed.ok) return { state: 'platformAway', since: listed.error.since };
    const { channels, unread, cutAt } = listed.value;
    return [
      ...channels.map((channel, at) => channelRow(channel, at, held)),
      ...unread.map(({ row, device }) => ({ bad: { row, name: device, field: 'row', code: 'RowUnreadable' } })),
      ...(cutAt === null ? [] : [{ bad: { row: cutAt, name: '', field: 'row', code: 'MoreThanTaken' } }]),
    ];
  }

  return async (ask, { account, seat }) => {
    const role = roleThatMay('videoImport', account.roles);
    if (reads === undefined || role === undefined) return refused('NotAllowed');
    const provenance: Provenance = {
      source: ask.from.kind === 'csv' ? '导入：视频点表格' : '导入：视频平台',
      ...{ asOf: clock.now(), how: 'import' },
    };
    const held: Held = {
      byId: (id) => reads.videoPoint(id),
      byChannel: (channel) => reads.videoPointByChannel(channel),
    };
    const rows = await rowsOf(ask.from, held);
    if ('state' in rows) return granted(rows);
    const plan = planOf(rows, reads, provenance, clock.now(), reads.district()?.index);
    const hash = createHash('sha256')
      .update(canonicalJson(plan as unknown as Json))
      .digest('hex');
    const { changes, same, bad } = plan;
    const answer = (state: 'preview' | 'imported'): VideoImportAnswer => ({
      ...{ state, plan: hash },
      counts: {
        new: changes.filter(({ change }) => change === 'new').length,
        changed: changes.filter(({ change }) => change === 'changed').length,
        ...{ same, refused: bad.length },
      },
      changes: changes.slice(0, mostShownRows).map(({ row: { row, id, record, remarks }, change, fields }) => ({
        ...{ row, id, name: record.name, change, fields: [...fields], remarks: [...remarks] },
      })),
      refused: bad.slice(0, mostShownRows).map((row) => ({ ...row })),
    });
    // What was looked at is not what would go in now, or some rows keep the others out: look once more.
    if (ask.confirm !== hash || (bad.length > 0 && !ask.leaveOut)) return granted(answer('preview'));
    if (changes.length === 0) return granted(answer('imported'));
    const data = { rows: changes.map(({ row: { id, record } }) => ({ id, record })), provenance };
    const command = {
      ...{ id: uuidv7(clock.now(), random.bytes(10)), type: 'ImportVideoPoints', basedOn: {}, madeAt: clock.now() },
      // JSON by its schema: only optional members are told apart by the type.
      data: data as unknown as Json,
    };
    const done = await desk.submit(command, { user: account.id, seat, role });
    if (done.status === 'accepted') return granted(answer('imported'));
    if (done.status === 'refused') {
      const { code, params } = done.refusal;
      return granted({ state: 'refused', code, id: String(params['id'] ?? ''), field: String(params['field'] ?? '') });
    }
    return refused(done.code === 'StorageFull' ? 'StorageFull' : 'Busy');
  };
}

function planOf(
  rows: readonly ReadRow[],
  reads: VideoPointReads,
  provenance: Provenance,
  now: number,
  index: DistrictIndex | undefined,
): Plan {
  const changes: Change[] = [];
  const bad: BadRow[] = [];
  const [ids, channels] = [new Set<string>(), new Set<string>()];
  let same = 0;
  const spoken = apartFrom(
    reads,
    rows.flatMap((row) => ('good' in row ? [row.good] : [])),
  );
  // By the decision that the command will ask too.
  const context = { now, occurredAt: now, by: { user: '', seat: '', role: '' }, commandId: '', newId: () => '' };
  for (const row of rows) {
    if ('bad' in row) {
      bad.push(row.bad);
      continue;
    }
    const { id, record } = row.good;
    const refuse = (field: string, code: string): number =>
      bad.push({ row: row.good.row, name: record.name, field, code });
    const { channel } = record;
    if (ids.has(id) || (channel !== undefined && channels.has(channel))) {
      refuse(ids.has(id) ? 'id' : 'channel', 'RowTwice');
      continue;
    }
    ids.add(id);
    if (channel !== undefined) channels.add(channel);
    if (index !== undefined && isOutside(record.at, index)) {
      refuse('at', 'PlaceOutsideDistrict');
      continue;
    }
    const decision = recordVideoPoint.decide({ id, record, provenance }, spoken, context);
    if ('refusal' in decision) {
      const { code, params } = decision.refusal;
      refuse(String(params['field'] ?? 'record').replace(/^record\./, ''), code);
      continue;
    }
    const before = reads.videoPoint(id);
    const stands = before !== undefined && before.withdrawn === undefined;
    const fields = stands ? differing(before, record) : [];
    if (stands && fields.length === 0) same += 1;
    else changes.push({ row: row.good, change: stands ? 'changed' : 'new', fields });
  }
  return { changes, same, bad };
}

function differing(before: VideoPointState, record: object): string[] {
  const was = before as unknown as Readonly<Record<string, Json | undefined>>;
  const is = record as Readonly<Record<string, Json | undefined>>;
  const names = new Set(
    [...Object.keys(was), ...Object.keys(is)].filter((name) => !['id', 'provenance', 'withdrawn'].includes(name)),
  );
  const text = (value: Json | undefined): string => (value === undefined ? '' : canonicalJson(value));
  return [...names].filter((name) => text(was[name]) !== text(is[name])).toSorted();
}
