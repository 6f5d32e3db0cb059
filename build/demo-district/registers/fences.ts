/** Fences of a demo night, of every shape and kind: around posts, along truck routes, around the zones' hot spots. */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { DutyHours } from '../../../shared/domain/duty-mode/events.ts';
import type { FenceRecord, FenceShape } from '../../../shared/domain/fence/events.ts';
import type { DemoEntry } from './entry.ts';
import { blockAround, finder } from './posts.ts';

const night: DutyHours = [{ modes: ['night', 'emergency'], from: 19 * 60, to: 6 * 60 }];
const lateNight: DutyHours = [{ modes: ['night', 'emergency'], from: 22 * 60, to: 5 * 60 }];
const always: DutyHours = [{ modes: ['routine', 'night', 'holiday', 'emergency'], from: 0, to: 24 * 60 }];

type To = Partial<FenceRecord['appliesTo']>;

export function makeFences(plates: Plates): DemoEntry<FenceRecord>[] {
  const { at, road } = finder(plates);
  const circle = (place: string, radius: number): FenceShape => ({ kind: 'circle', at: at(place), radius });
  const block = (place: string, wide: number, high: number): FenceShape => ({
    ...{ kind: 'polygon', ring: blockAround(at(place), wide, high) },
  });
  const corridor = (name: string, width: number): FenceShape => ({ kind: 'corridor', line: road(name), width });
  const entry = (
    id: string,
    kind: FenceRecord['kind'],
    name: string,
    shape: FenceShape,
    to: To,
    hours: DutyHours,
    more: Partial<FenceRecord> = {},
  ): DemoEntry<FenceRecord> => ({
    id,
    record: {
      ...{ name, kind, shape, hours },
      appliesTo: { units: [], squads: [], zones: [], kinds: [], ...to },
      exempt: { onAssignment: true, pursuit: kind === 'mustNotLeave' },
      ...more,
    },
  });
  return [
    entry(
      'in-xujiahui',
      'mustBeIn',
      '徐家汇商圈岗在岗',
      circle('徐家汇商圈', 120),
      { units: ['post-xujiahui'] },
      night,
    ),
    entry('in-longhua', 'mustBeIn', '龙华广场岗在岗', circle('龙华广场', 110), { units: ['post-longhua'] }, night),
    entry('in-riverside', 'mustBeIn', '滨江岗 1 在岗', circle('滨江岗1', 100), { units: ['post-binjiang'] }, night, {
      note: '临江多径，定位偏差大',
      hysteresis: { marginMetres: 35, poorFixMetres: 80 },
    }),
    entry(
      'in-truck-check',
      'mustBeIn',
      '渣土卡点在岗',
      circle('龙吴路渣土卡点', 90),
      { units: ['post-longwu'] },
      lateNight,
    ),
    entry(
      'stay-station',
      'mustNotLeave',
      '南站地区不离区',
      block('南站北广场', 1000, 1100),
      { units: ['z4-station', 'post-station-north'] },
      night,
    ),
    entry(
      'stay-hengfu',
      'mustNotLeave',
      '衡复步巡不离线',
      corridor('复兴中路', 400),
      { units: ['line-hengfu'] },
      night,
      { hysteresis: { dwellSeconds: 120 } },
    ),
    entry(
      'notice-riverside',
      'notice',
      '龙腾大道进入提示',
      corridor('龙腾大道', 160),
      { kinds: ['vehicle', 'group'] },
      always,
    ),
    entry('notice-exam', 'notice', '示例绿地进入提示', block('示例绿地', 420, 360), { zones: ['z3'] }, night),
    entry('speed-longwu', 'speed', '龙吴路车巡限速', corridor('龙吴路', 80), { kinds: ['vehicle', 'group'] }, always, {
      limitKmh: 50,
    }),
    entry('speed-xujiahui', 'speed', '商圈步行区限速', block('徐家汇商圈', 260, 220), {}, always, { limitKmh: 15 }),
  ];
}
