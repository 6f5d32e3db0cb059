/**
 * The ten streets of Huangpu and its four joint groups, as facts: names, statistics codes, areas, centres and numbers of
 * residents' committees are public and restated here; no border of theirs is. That there are four groups of three or four
 * neighbouring squads each is told in 《以区域联动的勤务模式提升管理效能》 (绿色上海, 2013-09-05); which squads each of them
 * has is not, and is invented here, squads of the two former districts together as that article wants them.
 */
import type { StreetFact } from '../demo-district/streets.ts';

export const groups = [
  { code: '310101L1', name: '一组·外滩南东' },
  { code: '310101L2', name: '二组·老城厢' },
  { code: '310101L3', name: '三组·淮海瑞金' },
  { code: '310101L4', name: '四组·滨江南片' },
] as const;

const street = (
  code: string,
  name: string,
  group: 1 | 2 | 3 | 4,
  km2: number,
  centre: readonly [number, number],
  committees: number,
): StreetFact => {
  // The article speaks of 瑞金街道中队 for the street whose full name is 瑞金二路街道.
  const squad = `${name.replace('二路街道', '街道')}中队`;
  return { code, name, squad, zone: `310101L${String(group)}`, km2, centre, committees };
};

export const streets: readonly StreetFact[] = [
  street('310101002', '南京东路街道', 1, 2.388, [121.468584, 31.234854], 19),
  street('310101013', '外滩街道', 1, 2.22, [121.482907, 31.237408], 17),
  street('310101015', '半淞园路街道', 4, 2.857, [121.489226, 31.206808], 22),
  street('310101017', '小东门街道', 2, 2.696, [121.497624, 31.220605], 16),
  street('310101018', '豫园街道', 2, 1.199, [121.484018, 31.226732], 15),
  street('310101019', '老西门街道', 2, 1.211, [121.484238, 31.218304], 16),
  street('310101020', '五里桥街道', 4, 3.046, [121.475986, 31.198553], 19),
  street('310101021', '打浦桥街道', 3, 1.573, [121.469168, 31.20909], 17),
  street('310101022', '淮海中路街道', 3, 1.416, [121.47189, 31.220471], 13),
  street('310101023', '瑞金二路街道', 3, 1.941, [121.460432, 31.218677], 16),
];

/** Register ids of the street squads, by the street's code. */
export const squadIdOf: { readonly [street: string]: string } = {
  '310101002': 'nanjingdong',
  '310101013': 'waitan',
  '310101015': 'bansongyuan',
  '310101017': 'xiaodongmen',
  '310101018': 'yuyuan',
  '310101019': 'laoximen',
  '310101020': 'wuliqiao',
  '310101021': 'dapuqiao',
  '310101022': 'huaihaizhong',
  '310101023': 'ruijin',
};
