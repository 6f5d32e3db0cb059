/** Places of a demo night where stalls are permitted at hours (疏导点、夜市、门前三包). All invented; roads are public. */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { StallPlaceRecord } from '../../../shared/domain/stall-place/events.ts';
import { must } from '../../../shared/lib/must.ts';
import { readWeekly } from '../../../shared/lib/weekly-hours.ts';
import type { DemoEntry } from './entry.ts';
import type { DemoNight } from './night.ts';
import { blockAround, finder } from './posts.ts';

const weekly = (text: string): StallPlaceRecord['hours'] =>
  must(readWeekly(text), text).map(({ days, from, to }) => ({ days: [...days], from, to }));

const clean = ['收摊后清扫', '不得越线占用盲道和车行道'];

export function makeStallPlaces(plates: Plates, { at }: DemoNight): DemoEntry<StallPlaceRecord>[] {
  const place = finder(plates).at;
  const day = (days: number): number => at(days * 24);
  return [
    {
      id: 'st-pubei',
      record: {
        ...{ name: '示例浦北路疏导点', kind: 'relief', address: '浦北路示例绿地东侧', squad: 'kangjian' },
        shape: { kind: 'circle', at: place('示例绿地'), radius: 90 },
        ...{ hours: weekly('周一至周五 17:00-22:00；周六、周日 16:00-23:00'), from: day(-200), to: day(160) },
        ...{ keeper: '示例康健街道城运中心', phone: '示例 021-0000-0301', conditions: clean },
      },
    },
    {
      id: 'st-longhua',
      record: {
        ...{ name: '示例龙华广场夜市', kind: 'nightMarket', address: '龙华广场', squad: 'longhua' },
        shape: { kind: 'polygon', ring: blockAround(place('龙华广场'), 180, 130) },
        ...{ hours: weekly('周五至周日 18:00-次日1:00'), from: day(-60), to: day(40) },
        ...{ keeper: '示例龙华夜市管理方', phone: '示例 021-0000-0302' },
        conditions: [...clean, '不得使用扩音设备', '油烟经净化后排放'],
      },
    },
    {
      id: 'st-xujiahui',
      record: {
        ...{ name: '示例徐家汇商圈外摆区', kind: 'nightMarket', address: '徐家汇商圈', squad: 'xujiahui' },
        shape: { kind: 'polygon', ring: blockAround(place('徐家汇商圈'), 160, 120) },
        ...{ hours: weekly('每日 10:00-22:00'), from: day(-120), to: day(-9) },
        ...{ keeper: '示例徐家汇商圈管理方', phone: '示例 021-0000-0303', conditions: ['桌椅不出外摆线'] },
      },
    },
    {
      id: 'st-station',
      record: {
        ...{ name: '示例南站南广场早餐疏导点', kind: 'relief', address: '南站南广场', squad: 'nanzhan' },
        shape: { kind: 'circle', at: place('南站南广场'), radius: 60 },
        ...{ hours: weekly('每日 6:00-9:30'), from: day(-300) },
        ...{ keeper: '示例南站地区管理方', conditions: ['限早餐车 12 辆'] },
      },
    },
    {
      id: 'st-hengshan',
      record: {
        ...{
          name: '示例斜土路小木桥路门前三包段',
          kind: 'frontage',
          address: '斜土路×小木桥路西北角',
          squad: 'fenglin',
        },
        shape: { kind: 'circle', at: place('斜土路×小木桥路'), radius: 40 },
        ...{ hours: weekly('每日 7:00-21:00'), from: day(-400) },
        ...{ keeper: '沿街商户（示例）', conditions: ['外摆不超出门前 1 米', '门前清洁自理'] },
      },
    },
  ];
}
