import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';
import type { Matter } from '../district/events.ts';
import type { Mark, Understanding } from '../incident/events.ts';
import { understandingSchema } from '../incident/events.ts';
import { understand } from './understand.ts';
import { knownOf } from './work-out.ts';

const plates = makeDemoPlates();

interface Told {
  readonly matter: Matter;
  readonly also?: readonly Matter[];
  /** Place by name, or roads parted by 、, or a street after @; none where absent. */
  readonly where?: string;
  readonly direction?: Understanding['direction'];
  readonly marks?: readonly Mark[];
  readonly began?: number;
}

function told(text: string): Told {
  const said = understand(text, plates);
  const { place, roads, street } = said;
  const where = place ?? (roads.length > 0 ? roads.join('、') : null) ?? (street === null ? undefined : `@${street}`);
  return {
    matter: said.matter,
    ...(said.also.length === 0 ? {} : { also: said.also }),
    ...(where === undefined ? {} : { where }),
    ...(said.direction === null ? {} : { direction: said.direction }),
    ...(said.marks.length === 0 ? {} : { marks: [...said.marks].sort() }),
    ...(said.beganMinutesAgo === 0 ? {} : { began: said.beganMinutesAgo }),
  };
}

const from = (source: 'place' | 'caller', degrees: number): Understanding['direction'] => ({ degrees, from: source });
const works: Told = { matter: 'constructionNoise' };

const examples: readonly (readonly [string, string, Told])[] = [
  [
    '1',
    '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,家里老人心脏不好,要求马上停。',
    { ...works, where: '斜土路×小木桥路', direction: from('place', 90), marks: ['vulnerable'] },
  ],
  [
    '2',
    '我住零陵路这边小区,窗户一震一震的,声音从北边传过来,有半个钟头了。',
    { ...works, where: '零陵路', direction: from('caller', 0), marks: ['placeOfCaller'], began: 30 },
  ],
  [
    '3',
    '你们人来过是吧?走了十分钟又打起来了!别说是我讲的,工地的人认识我。',
    { ...works, marks: ['confidential', 'relapse'] },
  ],
  ['4', '宜山路近中山西路,混凝土车一辆接一辆,轰隆隆,这么晚谁批的?', { ...works, where: '宜山路×中山西路' }],
  ['5', '宜山路那个浇混凝土的还没停,不是说两点结束吗,骗人!', { ...works, where: '宜山路', marks: ['pastHours'] }],
  ['6', '漕宝路柳州路工地夜间吊装钢筋,门口许可日期已过。', { ...works, where: '漕宝路×柳州路', marks: ['permitSeen'] }],
  [
    '7',
    '桂林路田林路在挖马路,破碎锤响了一个钟头,工人说交警叫他们晚上干的。',
    { ...works, where: '桂林路×田林路', began: 60 },
  ],
  ['8', '老沪闵路罗秀路口冒水,挖机半夜在挖,吵得不得了,能不能白天修?', { ...works, where: '老沪闵路×罗秀路' }],
  [
    '9',
    '后天孩子高考,龙华西路天钥桥路工地还在敲,门口明明贴着许可!',
    { ...works, where: '龙华西路×天钥桥路', marks: ['permitSeen', 'vulnerable'] },
  ],
  [
    '10',
    '华泾这边龙吴路边上一块围起来的空地,没牌子,里面有挖机,不知道啥工地。',
    { ...works, where: '龙吴路', marks: ['visibleSite'] },
  ],
  ['11', '示例小区甲 7 号楼 902 还在电钻装修,说了不听,物业不管。', { matter: 'renovationNoise', where: '示例小区甲' }],
  ['12', '浦北路示例绿地广场舞音响特别大,请城管到场。', { matter: 'loudspeaker', where: '示例绿地' }],
  [
    '13',
    '龙吴路一晚上渣土车,刹车放气砰砰响,还掉了一地泥。',
    { matter: 'truckNoise', also: ['roadSpill'], where: '龙吴路' },
  ],
  [
    '14',
    '我这边吵死了,一直嗡嗡嗡,说不清哪里,你们快来。',
    { matter: 'unknownNoise', marks: ['steadyHum', 'unclearPlace'] },
  ],
  ['15', '斜土路靠近瑞金南路,工地半夜切割,徐汇城管管不管?', { ...works, where: '斜土路×瑞金南路' }],
  ['X1', '龙漕路有人电镐挖人行道,说抢修电缆,没看到牌子', { ...works, where: '龙漕路', marks: ['repairClaimed'] }],
  ['X2', '五点多就卸钢管', works],
  ['X3', '工地灯光太亮照得睡不着', { matter: 'light' }],
];

test.each(examples)('example %s: %s', (_, text, expected) => {
  expect(told(text)).toEqual(expected);
});

test('a street said beside the road is kept, and its own name is no road', () => {
  expect(understand('华泾这边龙吴路边上有挖机', plates)).toMatchObject({ street: '华泾镇', roads: ['龙吴路'] });
  expect(understand('斜土路街道附近有人打桩', plates)).toMatchObject({ street: '斜土路街道', roads: [] });
});

const others: readonly (readonly [string, Told])[] = [
  ['桂林路和田林路交叉口在打混凝土，吵得一家人没法睡', { ...works, where: '桂林路×田林路' }],
  ['都半夜一点了，小木桥路斜土路那个楼盘还在浇筑，泵车轰轰响', { ...works, where: '斜土路×小木桥路' }],
  [
    '家住天钥桥路的小区，对面工地塔吊还在转，已经两个小时了',
    { ...works, where: '天钥桥路', marks: ['placeOfCaller'], began: 120 },
  ],
  [
    '我家在漕宝路附近，东边一直有敲打声，大概二十分钟了',
    { ...works, where: '漕宝路', direction: from('caller', 90), marks: ['placeOfCaller'], began: 20 },
  ],
  [
    '我在零陵路东安路这里，南面有打桩的声音',
    { ...works, where: '零陵路×东安路', direction: from('caller', 180), marks: ['placeOfCaller'] },
  ],
  ['宜山路／中山西路路口，搅拌车排队，机器轰鸣，一个半小时了', { ...works, where: '宜山路×中山西路', began: 90 }],
  ['宜山路 × 中山西路\n泵送混凝土', { ...works, where: '宜山路×中山西路' }],
  ['宜山路与中山西路交叉口切割钢筋', { ...works, where: '宜山路×中山西路' }],
  [
    '罗秀路近老沪闵路，说是抢修水管，挖掘机挖了快三个钟头',
    { ...works, where: '老沪闵路×罗秀路', marks: ['repairClaimed'], began: 180 },
  ],
  ['不是装修，是旁边工地在施工，柳州路漕宝路', { ...works, where: '漕宝路×柳州路' }],
  ['楼上凌晨还在敲墙砸墙，物业管不了', { matter: 'renovationNoise' }],
  ['隔壁邻居半夜装修施工，电锤声', { matter: 'renovationNoise' }],
  ['小区门口有人跳广场舞，喇叭很响', { matter: 'loudspeaker' }],
  ['KTV唱歌音乐太吵，示例小区甲楼下', { matter: 'loudspeaker', where: '示例小区甲' }],
  ['肇嘉浜路烧烤摊占道经营，油烟大，还大声吆喝', { matter: 'stall', where: '肇嘉浜路' }],
  ['夜市摆摊到一点，衡山路', { matter: 'stall', where: '衡山路' }],
  ['大货车在龙吴路一直按喇叭，车队没停过', { matter: 'truckNoise', where: '龙吴路' }],
  ['土方车从华泾路开出来，一路抛洒，路上全是泥浆', { matter: 'roadSpill', also: ['truckNoise'], where: '华泾路' }],
  ['工地探照灯刺眼，直接照到我家窗户，斜土路小木桥路', { matter: 'light', where: '斜土路×小木桥路' }],
  ['塔吊上的灯亮了一整夜', { matter: 'light' }],
  ['不知道哪里传来的低频噪音，嗡嗡的，快疯了', { matter: 'unknownNoise', marks: ['steadyHum', 'unclearPlace'] }],
  ['好像是空调外机或者水泵的声音，一直嗡嗡响', { matter: 'unknownNoise', marks: ['steadyHum'] }],
  // Works that hum are works.
  ['工地的发电机嗡嗡响，斜土路小木桥路', { ...works, where: '斜土路×小木桥路' }],
  ['你们刚走工地又开工了，斜土路小木桥路', { ...works, where: '斜土路×小木桥路', marks: ['relapse'] }],
  ['城管来过以后停了一会儿又继续打桩', { ...works, marks: ['relapse'] }],
  ['查过了又复工，死灰复燃', { ...works, marks: ['relapse'] }],
  [
    '请不要透露我的信息，工地在龙华西路天钥桥路，半夜拆房子',
    { ...works, where: '龙华西路×天钥桥路', marks: ['confidential'] },
  ],
  ['匿名举报，田林路桂林路半夜铣刨马路', { ...works, where: '桂林路×田林路', marks: ['confidential'] }],
  ['门口贴着夜间施工许可证，漕宝路柳州路，但是过期了', { ...works, where: '漕宝路×柳州路', marks: ['permitSeen'] }],
  ['没有贴任何许可，工地就在宜山路中山西路', { ...works, where: '宜山路×中山西路' }],
  ['说好十二点收工的，现在还没停，宜山路中山西路', { ...works, where: '宜山路×中山西路', marks: ['pastHours'] }],
  ['通知上写到两点，现在两点半还在干，宜山路', { ...works, where: '宜山路', marks: ['pastHours'] }],
  [
    '家里有孕妇，被工地吵得睡不着，天钥桥路龙华西路往北一点',
    { ...works, where: '龙华西路×天钥桥路', direction: from('place', 0), marks: ['vulnerable'] },
  ],
  ['中考在即，孩子没法休息，中山南二路那边在敲钢管', { ...works, where: '中山南二路', marks: ['vulnerable'] }],
  ['华泾镇有个围着的空地，没有牌子，半夜挖土机作业', { ...works, where: '@华泾镇', marks: ['visibleSite'] }],
  ['枫林街道这边有工地施工，具体哪条路说不清', { ...works, where: '@枫林路街道', marks: ['unclearPlace'] }],
  ['斜土路街道附近有人打桩，不清楚是哪个工地', { ...works, where: '@斜土路街道', marks: ['unclearPlace'] }],
  ['复兴中路太原路有酒吧音响，声音大', { matter: 'loudspeaker', where: '复兴中路×太原路' }],
  ['路灯坏了，漕溪路', { matter: 'other', where: '漕溪路' }],
  ['违停的车把小区门口堵了', { matter: 'other' }],
  ['上中路上有人半夜卸料，钢管砸得当当响，半小时前开始的', { ...works, where: '上中路', began: 30 }],
  ['斜土路瑞金南路路口，推土机夜里干活', { ...works, where: '斜土路×瑞金南路' }],
  [
    '声音从西北面传来，听着像打桩，我住龙漕路，有四十分钟了',
    { ...works, where: '龙漕路', direction: from('caller', 315), marks: ['placeOfCaller'], began: 40 },
  ],
  // A road the plates do not have is neither a road nor the street office of that name.
  ['虹梅路上有工地在施工', works],
  // Where somebody comes from is not where he is.
  ['湖南来的工人在龙腾大道半夜干活', { ...works, where: '龙腾大道' }],
  ['电钻声，示例小区乙，晚上九点多还在钻孔', { matter: 'renovationNoise', where: '示例小区乙' }],
  ['梅陇路修路，压路机和沥青摊铺机响了一晚上', { ...works, where: '梅陇路' }],
  ['钦州路旁边拆迁工地，破碎机不停', { ...works, where: '钦州路' }],
  // Who asks for a repair does not claim that one goes on.
  ['请抢修一下路灯', { matter: 'other' }],
  // The noise has a place of its own beside the caller's: only that one counts.
  ['我住零陵路，斜土路小木桥路工地在打桩', { ...works, where: '斜土路×小木桥路' }],
  ['我家楼下就是漕宝路柳州路的工地，挖机一直挖', { ...works, where: '漕宝路×柳州路' }],
  ['老沪闵罗秀路挖马路', { ...works, where: '老沪闵路×罗秀路' }],
  ['吵', { matter: 'unknownNoise' }],
  ['', { matter: 'other' }],
];

test.each(others)('%s', (text, expected) => {
  expect(told(text)).toEqual(expected);
});

test.each([
  ['有半个钟头了', 30],
  ['响了一个钟头', 60],
  ['一个半小时了', 90],
  ['两个多小时', 120],
  ['十来分钟', 10],
  ['十几分钟', 10],
  ['二十五分钟前开始', 25],
  ['两三个小时了', 120],
  ['一刻钟', 15],
  ['1.5小时', 90],
  ['９０分钟', 90],
  ['半个多小时', 30],
  ['刚才开始', 0],
  ['一晚上', 0],
  ['五点多开始', 0],
  ['十点多了', 0],
  ['走了十分钟又打', 0],
  ['你们两个小时后再来', 0],
  ['九十九个小时', 1440],
])('「%s」: %i minutes ago', (text, minutes) => {
  expect(understand(text, plates).beganMinutesAgo).toBe(minutes);
});

const pieces = [
  ...plates.roads.map(({ name }) => name),
  ...plates.matters.flatMap(({ words }) => words.map(({ word }) => word)),
  ...plates.grids.filter(({ level }) => level === 'responsibility').map(({ name }) => name),
  ...['我住', '这边小区', '往东', '北边', '×', '，', '。', '又', '没牌子', '半个小时', '\ue001', '\ud800', 'ﷺ'],
  ...['\u0000', ' ', '\n', '不是', '贴着', '许可', '十', '一', '二', '1', '.', '抢修', '王某 13800000000'],
];
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
);

test('any text is understood without failing, in words of the pack alone', () => {
  const matters = new Map(plates.matters.map((row) => [row.matter, new Set(row.words.map(({ word }) => word))]));
  const roads = new Set(plates.roads.map(({ name }) => name));
  const streets = new Set(plates.grids.filter(({ level }) => level === 'responsibility').map(({ name }) => name));
  fc.assert(
    fc.property(texts, (text) => {
      const said = understand(text, plates);
      understandingSchema.parse(said);
      expect(said.words.every((word) => matters.get(said.matter)?.has(word))).toBe(true);
      expect(said.roads.every((road) => roads.has(road))).toBe(true);
      if (said.street !== null) expect(streets.has(said.street)).toBe(true);
      // Nothing is dropped by the filter before a decision: place and all are the pack's.
      expect(knownOf(said, plates)).toEqual(said);
    }),
    { numRuns: 300 },
  );
});

test('a text longer than may come is read as far as its limit', () => {
  const limit = '，'.repeat(3990);
  expect(understand(`${limit}斜土路打桩`, plates)).toMatchObject({ roads: ['斜土路'], matter: 'constructionNoise' });
  expect(understand(`${limit}${limit}斜土路打桩`, plates)).toMatchObject({ roads: [], matter: 'other' });
});

test.each(['斜土路', '我住', '走了', '又来过', '不是说', '贴门口许', '说不清', '十', '1', '\ue001', '斜土路近', '没'])(
  'the longest text of nothing but 「%s」 takes no more time than its length warrants',
  (unit) => {
    // A pattern that backtracks would run into the limit of the test, or for minutes.
    expect(understand(unit.repeat(4000).slice(0, 4000), plates).words.length).toBeLessThanOrEqual(12);
  },
);
