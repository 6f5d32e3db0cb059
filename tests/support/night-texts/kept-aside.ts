/** Written last, and never used to change a rule: what the rules are worth on words they were not made for. */
import { callerOnLingling } from '../../../build/demo-district/roads.ts';
import type { NightText } from './label.ts';
import { rowsOf } from './label.ts';

const caller = { ...callerOnLingling, of: 'caller' } as const;
const exams = '2027-06-03';

export const keptAside: readonly NightText[] = [
  ...rowsOf('streetOfRoad', { kind: 'none' }, [
    ['23:44', '12345', '小木桥路斜土路工地打桩机一直咚咚响，小区微信群都炸锅了。', { site: 'a', street: '枫林路街道' }],
    [
      '01:30',
      'phone',
      '太原路肇嘉浜路工地深更半夜拆脚手架，铁管子乱扔，乒乒乓乓。',
      { site: 's16', street: '天平路街道' },
    ],
    ['00:47', '12319', '宜山路虹漕路工地搅拌机没停，居民意见很大。', { site: 's05', street: '虹梅路街道' }],
  ]),
  ...rowsOf('callersOwnPlace', { kind: 'none', site: 'a', before: 'pilesAtA', joins: true }, [
    ['22:53', 'phone', '喂，我住零陵路，北面工地动静太大了，像是往地里砸柱子。', { position: caller }],
    ['23:36', '12345', '来电人居住于示例小区乙，称北侧有打桩噪声，已持续约四十分钟。'],
  ]),
  ...rowsOf('relapse', { kind: 'none', site: 'a', before: 'stoppedAtA', reopens: true }, [
    ['00:38', 'phone', '做做样子停了一下，你们车一拐弯，马上又开始施工了。'],
  ]),
  ...rowsOf('permitInForce', { kind: 'valid', site: 'b', permit: '示夜 0117' }, [
    ['00:22', '12345', '宜山路中山西路工地浇混凝土，振捣声整晚响，请核实有无夜间作业证明。'],
    ['03:40', 'phone', '漕溪北路宜山路那儿拆楼，镐头机哒哒哒的，谁同意的？', { site: 's04', permit: '示夜 0121' }],
  ]),
  ...rowsOf('hoursOver', { kind: 'out-of-hours', site: 'b', permit: '示夜 0117' }, [
    ['02:55', '12345', '中山西路宜山路混凝土工地，许可至两点，现近三点仍未停工。'],
    ['02:05', 'phone', '龙吴路龙华路工地，上次你们说到一点为止，这都两点了。', { site: 's09', permit: '示夜 0123' }],
  ]),
  ...rowsOf('paperAtGate', { kind: 'expired', site: 'c', permit: '示夜 0098' }, [
    ['23:47', 'phone', '柳州路漕宝路工地钢筋一捆一捆往下撂，门口那张证到二十号就没了。'],
    ['00:30', '12345', '上中路龙吴路在浇筑，出示的许可昨天就到期了。', { site: 's12', permit: '示夜 0109' }],
  ]),
  ...rowsOf('roadPaper', { kind: 'none', site: 'e', street: '虹梅路街道' }, [
    ['23:38', '12345', '桂林路田林路道路施工，电镐声刺耳，施工队说有道路占用许可。'],
    ['02:10', 'phone', '田林路桂林路半夜敲路面，交警让干的也不能这么吵吧。'],
  ]),
  ...rowsOf('repairNotice', { kind: 'emergency', site: 'f' }, [
    ['01:25', 'phone', '老沪闵路罗秀路喷水了，挖机和发电机都来了，什么时候结束？'],
    ['05:20', '12345', '罗秀路老沪闵路挖路挖到天亮了还没完。', { kind: 'none' }],
  ]),
  ...rowsOf('quietPeriod', { kind: 'quiet', night: exams }, [
    ['23:00', '12345', '龙华西路天钥桥路打桩，过几天就高考了，请马上叫停。', { site: 'd' }],
    ['01:48', 'phone', '漕宝路沪闵路工地电镐响，孩子复习不进去。', { site: 's07' }],
  ]),
  ...rowsOf('noBoard', { kind: 'not-in-register', street: '华泾镇' }, [
    ['01:12', 'phone', '华发路龙吴路那片被围起来的地，里头半夜有大机器挖土，门上什么都没写。'],
    ['22:57', '12345', '龙吴路华发路工地未悬挂施工铭牌，夜间打桩扰民。'],
  ]),
  ...rowsOf('renovation', { kind: 'other', matters: ['renovationNoise'] }, [
    ['21:22', 'phone', '我家楼上装修到九点多，冲击钻没停过。'],
    ['23:28', '12345', '示例小区甲业主反映邻居夜间敲打墙面，疑似改造厨房。'],
  ]),
  ...rowsOf('loudspeaker', { kind: 'other', matters: ['loudspeaker'] }, [
    ['21:45', '110', '南站南广场有人直播唱歌，外放音响声音大。'],
    ['20:35', 'phone', '示例绿地大妈跳广场舞，吵得孩子写不了作业。'],
  ]),
  ...rowsOf('trucksAndSpill', { kind: 'other', matters: ['truckNoise', 'roadSpill'] }, [
    ['02:28', '12345', '龙吴路渣土车未密闭，沿途撒漏，轰鸣声扰民。'],
    ['00:58', 'phone', '华泾路上的土方车轮子不冲洗，拖得马路全是泥，刹车吱嘎响。'],
  ]),
  ...rowsOf('hum', { kind: 'unknown', matters: ['unknownNoise'] }, [
    ['01:40', 'phone', '什么东西一直嗡，头都大了，真不知道在哪里。'],
    ['03:22', '12345', '夜里有持续的机器轰鸣，来电人讲不清位置。'],
  ]),
  ...rowsOf('acrossTheBorder', { kind: 'other', outside: '黄浦区' }, [
    ['00:09', '12345', '斜土路瑞金南路路口打桩，扰民严重。'],
    ['02:18', 'phone', '瑞金南路斜土路对面的工地，卸钢筋卸到现在。'],
  ]),
  ...rowsOf('repairClaimed', { kind: 'claimed-emergency' }, [
    ['01:08', '12345', '梅陇路夜间开挖路面，现场人员自述为自来水抢修，未见公示。'],
    ['03:36', 'phone', '百色路在挖，说是燃气应急抢修，哪有天天抢的。'],
  ]),
  ...rowsOf('clockOfTheAct', { kind: 'none', site: 'a' }, [
    ['06:20', 'phone', '斜土路小木桥路工地已经打桩半个多小时了，还让不让人睡。'],
    ['21:30', '12345', '柳州路浦北路晚上九点半还在铣刨马路。', { kind: 'not-at-night', site: 's08' }],
    ['19:20', 'phone', '龙华西路天钥桥路工地打桩，吃饭都不得安生。', { kind: 'not-at-night', site: 'd' }],
  ]),
  ...rowsOf('light', { kind: 'other', matters: ['light'] }, [
    ['23:50', '12345', '工地夜间照明灯正对居民楼，光线刺眼，影响睡眠。'],
    ['01:33', 'phone', '漕宝路柳州路工地射灯照到我床上了，能不能转个方向。', { site: 'c' }],
  ]),
];
