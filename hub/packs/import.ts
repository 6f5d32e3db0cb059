/** Takes in a district pack: plates first, then everything else in one command, whole or not at all. */
import { createHash } from 'node:crypto';
import type { PackState } from '../../shared/domain/district/state.ts';
import { packStream } from '../../shared/domain/district/state.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Refusal, Unavailable } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { packSchema } from '../../shared/wire/pack.ts';
import type { Desk } from '../desk/port.ts';
import { plainIssue } from '../http/plain.ts';
import { storageFullCode } from '../journal/store.ts';
import type { Clock, RandomSource } from '../ports.ts';
import type { Basemaps } from './basemaps.ts';
import type { PlateStore } from './store.ts';

export type ImportResult =
  | {
      readonly status: 'imported';
      /** Content hash of the plates in force now. */
      readonly plates: string;
      /** Entries of registers that changed. */
      readonly changed: number;
    }
  /** `message`: plain Chinese. */
  | { readonly status: 'refused'; readonly code: string; readonly field: string; readonly message: string }
  | Unavailable;

export interface PackImporter {
  /** Whether the last import was of exactly this pack. */
  isInForce(pack: Pack): boolean;
  /** Takes anything: what is no pack is refused, naming path and reason. */
  import(input: unknown): Promise<ImportResult>;
}

export interface PackImporterDeps {
  readonly store: PlateStore;
  /** Undefined where no basemap files are kept: then no plates may name one. */
  readonly basemaps: Pick<Basemaps, 'trouble'> | undefined;
  readonly desk: Pick<Desk, 'submit'>;
  readonly inForce: () => PackState | undefined;
  readonly clock: Clock;
  readonly random: RandomSource;
}

const storageRetryMs = 30_000;

const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export function packImporter({ store, basemaps, desk, inForce, clock, random }: PackImporterDeps): PackImporter {
  return {
    isInForce: (pack) => inForce()?.pack === hashOf(canonicalJson(pack)),
    async import(input) {
      const parsed = packSchema.safeParse(input);
      if (!parsed.success) return { status: 'refused', code: 'InvalidInput', ...plainIssue(parsed.error) };
      const pack = parsed.data;
      const { basemap } = pack.plates;
      const missing = { code: 'BasemapMissing', field: 'plates.basemap', message: '这个中枢不存底图文件' };
      const trouble = basemap && (basemaps === undefined ? missing : await basemaps.trouble(basemap));
      if (trouble !== undefined) return { status: 'refused', ...trouble };
      const json = canonicalJson(pack.plates);
      const plates = hashOf(json);
      try {
        store.put(plates, json);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === storageFullCode)) throw error;
        return { status: 'unavailable', code: 'StorageFull', retryAfterMs: storageRetryMs };
      }
      const { registers, provenance } = pack;
      const data = { plates, pack: hashOf(canonicalJson(pack)), registers, provenance };
      const now = clock.now();
      const answer = await desk.submit(
        // JSON by its schema: only optional members are told apart by the type.
        { id: uuidv7(now, random.bytes(10)), type: 'ImportPack', data: data as Json, basedOn: {}, madeAt: now },
        systemActor,
      );
      if (answer.status === 'unavailable') return answer;
      if (answer.status === 'refused') return { status: 'refused', ...plainRefusal(answer.refusal) };
      const changed = Object.keys(answer.versions).filter((stream) => stream !== packStream).length;
      return { status: 'imported', plates, changed };
    },
  };
}

const reasons: { readonly [code: string]: string } = {
  RegisterIdTwice: '编号重复',
  ReferenceUnknown: '所指的编号不存在',
  SiteUnknown: '工地不在登记中',
  PeriodReversed: '结束不晚于开始',
  TimeInFuture: '时间在将来',
  SquadUnknown: '中队不在登记中',
  ZoneUnknown: '块区不在登记中',
  UnitUnknown: '组或车不在登记中',
  VideoPointUnknown: '视频点不在登记中',
  CertifiedAboveStaff: '持证人数多于应到人数',
  HoursOverlap: '同一勤务模式的时段重叠',
  RingNotClosed: '面的首尾不相接',
  RingCrossesItself: '面的边界自相交',
  LineTooShort: '线太短',
  PlaceOutsideDistrict: '位置在本区之外',
  GbCodeLength: '国标编码应为 20 位',
  GbCodeNotDigits: '国标编码只能是数字',
  GbCodeCentre: '国标编码的中心编码（1–8 位）有误',
  GbCodeType: '国标编码的类型（11–13 位）不是摄像机或视频设备',
  GbCodeTaken: '国标编码已被其他视频点使用',
  StreamAddressWrong: '视频流地址与协议不符',
  StreamAddressSecret: '视频流地址里不能有用户名或密码',
  SpeedLimitMissing: '限速围栏没有限速值',
  SpeedLimitNotMeant: '只有限速围栏才有限速值',
};

function plainRefusal({ code, params }: Refusal): { code: string; field: string; message: string } {
  const text = (name: string): string => (typeof params[name] === 'string' ? params[name] : '');
  const field = text('field');
  const row = text('register') === '' ? '' : `${text('register')} ${text('id')} `;
  const value = text('value') === '' ? '' : `（${text('value')}）`;
  return { code, field, message: `${row}${field}：${reasons[code] ?? code}${value}` };
}
