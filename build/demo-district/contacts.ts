/** The night's directory: functions, never persons; the numbers cannot be dialled. */
import type { Plates } from '../../shared/domain/district/events.ts';

const allDay = '全天';
const listed: readonly (readonly [id: string, name: string, authority: string, hours: string])[] = [
  ['police', '公安夜间联络', '公安', allDay],
  ['ecology', '生态环境夜间值班', '生态环境', allDay],
  ['construction', '建管值班', '建设管理', '8:30–17:30，夜间转值班手机'],
  ['traffic', '交警夜间联络', '交警', allDay],
  ['road', '道路掘路管理值班', '道路管理', allDay],
  ['water', '供水抢修值班', '供水', allDay],
  ['power', '供电抢修值班', '供电', allDay],
  ['gas', '燃气抢修值班', '燃气', allDay],
  ['sanitation', '环卫应急保洁', '环卫', allDay],
  ['housing', '房管物业值班', '房管', '8:30–17:30'],
  ['greening', '绿化市容值班', '绿化市容', '8:30–17:30'],
  ['huangpu', '黄浦区指挥中心（邻区）', '黄浦区城管', allDay],
  ['minhang', '闵行区指挥中心（邻区）', '闵行区城管', allDay],
  ['hotline', '热线平台退单联络', '12345', allDay],
];

export const contacts: Plates['contacts'] = listed.map(([id, name, authority, hours], i) => ({
  id,
  name,
  authority,
  // No Shanghai number begins with 0000.
  phone: `示例 021-0000-${String(i + 1).padStart(4, '0')}`,
  hours,
  checkedOn: '2026-11-20',
}));
