/**
 * The orders of work of a night: the labelled examples at their times, and others from a list of plausible wordings at
 * the crossings of the plates. What reaches the bureau by telephone comes in over the hotline 12319 here: the hall's own
 * telephone is answered at a seat.
 */
import type { Point } from '../shared/geo/point.ts';
import { day, hour, instant, minute } from './time.ts';
import { Chance } from './random.ts';
import type { RoadPlates } from './roads.ts';

export interface Order {
  /** Name in the list of examples; fillers are numbered. */
  readonly name: string;
  /** When it reaches the bureau, Unix ms. */
  readonly at: number;
  readonly source: '12345' | '12319' | '110' | 'grid';
  readonly text: string;
  readonly position?: Point & { readonly of: 'caller' };
}

/** `crossings`: without the labelled examples, for a district in which their places are not. */
export type OrderSet = 'examples' | 'night' | 'crossings' | 'none';

type Row = readonly [name: string, time: string, source: Order['source'], text: string, callerAt?: string];

/** users.md §4. The one of another season is left out. */
const examples: readonly Row[] = [
  ['E12', '21:15', '110', '浦北路示例绿地广场舞音响特别大，请城管到场。'],
  ['E11', '21:40', '12345', '示例小区甲 7 号楼 902 还在电钻装修，说了不听，物业不管。'],
  ['X3', '22:20', '12345', '工地灯光太亮照得睡不着'],
  ['E1', '22:41', '12345', '斜土路小木桥路口往东那个工地，十点多了还在打桩，咚咚咚，家里老人心脏不好，要求马上停。'],
  ['E2', '22:49', '12319', '我住零陵路这边小区，窗户一震一震的，声音从北边传过来，有半个钟头了。', '示例小区乙'],
  ['E6', '22:58', 'grid', '漕宝路柳州路工地夜间吊装钢筋，门口许可日期已过。'],
  ['E4', '23:05', '12319', '宜山路近中山西路，混凝土车一辆接一辆，轰隆隆，这么晚谁批的？'],
  ['E7', '23:20', '12319', '桂林路田林路在挖马路，破碎锤响了一个钟头，工人说交警叫他们晚上干的。'],
  ['E15', '23:33', '12345', '斜土路靠近瑞金南路，工地半夜切割，徐汇城管管不管？'],
  ['E8', '23:52', '12345', '老沪闵路罗秀路口冒水，挖机半夜在挖，吵得不得了，能不能白天修？'],
  ['X1', '00:10', '12319', '龙漕路有人电镐挖人行道，说抢修电缆，没看到牌子'],
  ['E3', '00:20', '12319', '你们人来过是吧？走了十分钟又打起来了！别说是我讲的，工地的人认识我。'],
  ['E10', '00:48', '12319', '华泾这边龙吴路边上一块围起来的空地，没牌子，里面有挖机，不知道啥工地。'],
  ['E14', '01:05', '12319', '我这边吵死了，一直嗡嗡嗡，说不清哪里，你们快来。'],
  ['E13', '01:30', '12319', '龙吴路一晚上渣土车，刹车放气砰砰响，还掉了一地泥。'],
  ['E5', '02:35', '12345', '宜山路那个浇混凝土的还没停，不是说两点结束吗，骗人！'],
  ['X2', '05:52', '12345', '五点多就卸钢管，斜土路小木桥路这个工地，哐当哐当。'],
];

/** `#`: a crossing such as 斜土路小木桥路; `%`: one road. How often each kind comes, and its wordings. */
const wordings: readonly (readonly [share: number, texts: readonly string[]])[] = [
  [
    40,
    [
      '#工地还在敲，咣咣的，几点了？',
      '#路口那个工地在浇混凝土，泵车轰隆隆一直响。',
      '#这里工地半夜切割钢筋，声音很刺耳，睡不了。',
      '%上工地挖机还在挖，请来看看有没有许可。',
      '#工地夜里卸钢管，一车一车往下扔。',
      '%近#路口在破路，破碎锤响了半个小时。',
      '#旁边工地打桩，地板都在震，明天还要上班。',
    ],
  ],
  [14, ['#附近小区楼上还在装修，电钻声不停。', '%这边居民楼里半夜敲墙，物业说管不了。']],
  [12, ['#街角有人放音响唱歌，声音很大。', '%边上广场舞音响还没关。']],
  [8, ['#工地的灯太亮，正对着窗户。', '%工地探照灯照进卧室，睡不着。']],
  [10, ['%渣土车一辆接一辆，刹车声很响。', '#晚上全是渣土车，轰油门。']],
  [6, ['#路口渣土掉了一地，车子开过全是灰。', '%上有泥浆洒落，路很滑。']],
  [8, ['#路口夜排档占道，油烟大，桌子摆到车道上。', '%有人占道摆摊，吵闹。']],
  [8, ['#这里一直有嗡嗡的声音，不知道哪里来的。', '%上不知道什么机器响了一晚上。']],
];

/** Orders expected in each hour of a Saturday night, from 20:00 on. */
const perHour: readonly (readonly [hour: number, orders: number])[] = [
  ...([
    [20, 6],
    [21, 10],
    [22, 17],
    [23, 15],
    [24, 11],
    [25, 5],
    [26, 3],
    [27, 2],
    [28, 2],
    [29, 4],
  ] as const),
];

/** Instant of a time of day in the report night that began on this civil date; before noon it is the next day. */
function atTime(midnight: number, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return midnight + (hours < 12 ? day : 0) + hours * hour + minutes * minute;
}

/** @param midnight Instant of 00:00 of the civil date on which the report night begins. */
export function exampleOrders(midnight: number, { places }: Pick<RoadPlates, 'places'>): readonly Order[] {
  return examples.map(([name, time, source, text, callerAt]) => {
    const place = places.find((one) => one.name === callerAt);
    const position = place && { lon: place.at[0], lat: place.at[1], of: 'caller' as const };
    return { name, at: atTime(midnight, time), source, text, ...(position === undefined ? {} : { position }) };
  });
}

/** Crossings of the examples: what is said of those must stay what the examples say. */
const kept = [
  '斜土路',
  '小木桥路',
  '零陵路',
  '宜山路',
  '漕宝路',
  '柳州路',
  '桂林路',
  '田林路',
  '老沪闵路',
  '龙吴路',
  '浦北路',
];

export function fillerOrders(midnight: number, plates: RoadPlates, seed: number): readonly Order[] {
  const chance = Chance.of(seed, 'orders');
  const crossings = plates.places.filter(
    ({ roads, outside }) => roads.length === 2 && outside === undefined && !roads.some((road) => kept.includes(road)),
  );
  const total = wordings.reduce((sum, [share]) => sum + share, 0);
  const orders: Omit<Order, 'name'>[] = [];
  for (const [from, expected] of perHour) {
    const count = Math.round(expected * chance.between(0.85, 1.15));
    for (let n = 0; n < count; n += 1) {
      let mark = chance.next() * total;
      const texts = wordings.find(([share]) => (mark -= share) < 0)?.[1] ?? [];
      const [text, crossing] = [chance.pick(texts), chance.pick(crossings)];
      const at = Math.floor((midnight + (from + chance.next()) * hour) / 1_000) * 1_000;
      const source = chance.pick(['12345', '12345', '12345', '12319', '110', 'grid'] as const) ?? '12345';
      if (text === undefined || crossing === undefined) continue;
      const [one = '', other = ''] = crossing.roads;
      orders.push({ at, source, text: text.replaceAll('#', `${one}${other}`).replaceAll('%', one) });
    }
  }
  return orders.sort((a, b) => a.at - b.at).map((order, i) => ({ name: `N${i + 1}`, ...order }));
}

/** All orders of the night by time. */
export function ordersOf(set: OrderSet, night: string, plates: RoadPlates, seed: number): readonly Order[] {
  if (set === 'none') return [];
  const midnight = instant(night);
  const examples = set === 'crossings' ? [] : exampleOrders(midnight, plates);
  const fillers = set === 'examples' ? [] : fillerOrders(midnight, plates, seed);
  return [...examples, ...fillers].sort((a, b) => a.at - b.at);
}
