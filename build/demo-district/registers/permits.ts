/** Papers of the demo night: what may make work lawful, what only looks like it, and what forbids it. */
import type { NightPermitRecord, QuietPeriodRecord, RepairNoticeRecord } from '../../../shared/domain/permit/events.ts';
import { must } from '../../../shared/lib/must.ts';
import { parseIso } from '../../../shared/lib/time.ts';
import type { DemoEntry } from './entry.ts';
import { exampleCrossings } from '../roads.ts';
import type { DemoNight } from './night.ts';

const night = { from: 22 * 60, to: 6 * 60 };
const instant = (iso: string): number => must(parseIso(iso), iso);
const conditions = ['现场公示批准文件', '安排夜间值守人', '仅限批准的作业内容'];

function nightWork(
  number: string,
  site: string,
  work: string,
  from: number,
  to: number,
  hours?: NightPermitRecord['hours'],
): DemoEntry<NightPermitRecord> {
  const paper = { paper: '夜间作业批准文件', issuer: '示例生态环境部门', permits: 'nightWork' } as const;
  return {
    id: `p${number.slice(-4)}`,
    record: { number, site, ...paper, work, from, to, ...(hours === undefined ? {} : { hours }), conditions },
  };
}

export function makeNightPermits({ at }: DemoNight): DemoEntry<NightPermitRecord>[] {
  return [
    nightWork('示夜 0117', 'b', '混凝土连续浇筑', at(22), at(26)),
    // Ended the morning before.
    nightWork('示夜 0098', 'c', '钢筋吊装', at(22 - 8 * 24), at(6 - 24), night),
    nightWork(
      '示夜 0301',
      'd',
      '钻孔灌注桩',
      instant('2027-06-05T22:00:00+08:00'),
      instant('2027-06-06T06:00:00+08:00'),
    ),
    nightWork('示夜 0121', 's04', '混凝土连续浇筑', at(22), at(30)),
    nightWork('示夜 0123', 's09', '市政管线顶进', at(22 - 2 * 24), at(30 + 2 * 24), { from: 22 * 60, to: 60 }),
    nightWork('示夜 0109', 's12', '混凝土连续浇筑', at(22 - 24), at(6)),
    nightWork('示夜 0126', 's15', '钢结构吊装', at(22 + 2 * 24), at(30 + 2 * 24)),
    nightWork('示夜 0061', 's18', '混凝土连续浇筑', at(22 - 50 * 24), at(6 - 45 * 24), night),
    {
      id: 'r0032',
      record: {
        ...{ number: '示掘 0032', site: 'e', paper: '占掘路许可证', issuer: '示例道路管理部门', work: '管线敷设掘路' },
        ...{ permits: 'roadOccupation', from: at(-5 * 24), to: at(10 * 24), conditions: ['恢复路面', '设置围护'] },
      },
    },
  ];
}

/** The water company said in the evening that it will dig from 23:10. */
export function makeRepairNotices({ at }: DemoNight, recordedAt: number): DemoEntry<RepairNoticeRecord>[] {
  const [lon, lat] = exampleCrossings.F.at;
  return [
    {
      id: 'n0042',
      record: {
        ...{ number: '示抢 0042', utility: 'water', at: { lon, lat }, radius: 120, address: '老沪闵路×罗秀路' },
        ...{ from: at(23, 10), to: at(28), notifiedAt: Math.min(at(20, 10), recordedAt), contact: '供水抢修值班' },
      },
    },
  ];
}

export function makeQuietPeriods({ at }: DemoNight): DemoEntry<QuietPeriodRecord>[] {
  return [
    {
      id: 'q2027-exams',
      record: {
        ...{ name: '示例考试禁噪期', hours: night, grids: [], basis: '示例：考试期间禁止夜间施工的公告（示意）' },
        ...{ from: instant('2027-05-31T22:00:00+08:00'), to: instant('2027-06-15T06:00:00+08:00') },
      },
    },
    {
      id: 'q-event',
      record: {
        ...{ name: '示例活动禁噪期', hours: night, grids: ['310104004'], basis: '示例：活动保障通知（示意）' },
        ...{ from: at(22 + 7 * 24), to: at(6 + 9 * 24) },
      },
    },
  ];
}
