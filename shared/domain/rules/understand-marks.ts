/** What later steps must know from a caller's words: marks, a direction, how long it has been going on. */
import type { Mark } from '../incident/events.ts';
import { nameMark } from './understand-names.ts';

// Every repetition has a bound: the time to read a text grows with its length only.
const patterns: readonly (readonly [Mark, RegExp])[] = [
  ['repairClaimed', /(?<!不是|不像|来|请|尽快|赶紧|赶快|安排)(抢修|抢险|应急维修|紧急维修|应急施工|紧急施工|应急抢)/],
  [
    'relapse',
    /(来过|来了以后|走了|走后|一走|离开|前脚|查过|处理过|管过|制止过|刚停|停了[^,。;!?]{0,6}|停下来)[^。;!]{0,20}(又|再次|接着|继续|照样|重新)|又[打敲干响挖搞弄动开切]起来|又(复工|开工|动工|开干)|(走了|走后|一走|离开)[^。;!]{0,12}就(又|开干|开工|复工|动工|打|敲|响)|(消停|安静|清静|歇|停工)了?[^。;!?]{0,10}(又|再次|接着|继续)|卷土重来|死灰复燃|再次施工|重新开工/,
  ],
  [
    'confidential',
    /(别|不要|不许|不想|不愿|不能|不得|千万不|勿)(说是我|讲是我|提我|提到我|把我|透露|泄露|泄漏|暴露|告诉(?!我)|让[^,。;!?]{0,8}知道)|保密|匿名|外泄|外传|说出去|认识我|认得我|知道是我|报复|(?<!不用|不需要?|无需|不必|没有?要求)(隐去|隐藏|隐匿|不公开|遮蔽)[^,。;!?]{0,4}(个人|本人|我的?|来电人|投诉人)?[^,。;!?]{0,4}(信息|身份|姓名|名字|电话|号码|联系方式)/,
  ],
  [
    'permitSeen',
    /(?<!没有?|未|不)(贴|挂|公示|摆|出示|拿出|亮出|门口|墙上|围墙)[^。;!?]{0,12}(许可|批文|批准|证明|夜施证|夜间施工证)|(许可证?|批文|批准文件|证明|夜施证|夜间施工证)[^,。;!?没未不]{0,6}(贴|挂|公示|在门口|在墙上)/,
  ],
  [
    'visibleSite',
    /围起来|围着的|(没|无|未|不见|看不到|看不见|没看到|没看见)[^,。;!?许证]{0,6}牌(?!照)|牌子?[都也](没|不见)|(围挡|围墙|铁皮|门口)[^,。;!?]{0,8}(没有?|无)[^,。;!?]{0,4}[字牌]|(围挡|围墙|铁皮)[^,。;!?]{0,8}字[都也]没|没(写|标)[^,。;!?]{0,3}(谁|哪家|名)|(无名|不知名)(围挡|工地)|没有?(公示|标识|标牌)/,
  ],
  [
    'unclearPlace',
    /说不清|讲不清|(说|讲|搞|弄|分|听|看)不(清楚?|出来?)(是|在|从)?(哪|什么地方|啥地方|方向|位置)|不(知道|晓得|清楚|确定)(是|在|从)?(具体)?(是|在|从)?(哪|什么地方|啥地方|什么位置)|位置(不清|不明|说不清)|找不到(声音|来源|源头)|(无法|没法)(说明|说清|确定)|说不上[^,。;!?]{0,4}(方向|哪)/,
  ],
  [
    'vulnerable',
    /高考|中考|考试|心脏|老人|老年|小孩|孩子|宝宝|婴儿|孕妇|产妇|坐月子|病人|生病|住院|养病|高血压|神经衰弱|抑郁|[七八九]十多?岁|[789]\d多?岁/,
  ],
  [
    'pastHours',
    /不是说[^。;!]{0,14}(结束|停|收工|完)|说好[^。;!]{0,14}(结束|停|收工|完)|(通知|公告|告示|许可)[^。;!]{0,10}点[^。;!]{0,10}(还|没停)|骗人|骗我们|还没停|还不停|还没结束|还没完|过了[^,。;!?]{0,6}(时间|点)|超时|早该(停|结束)|到点(了)?(还|不)/,
  ],
];

/** A hum is no claim of works: the words that tell it. */
const hum = /嗡[嗡的鸣]|低频|轰鸣声?不断|持续的?嗡|水泵|风机|发电机|空调外机|变压器|冷却塔/;
export const isHum = (rest: string): boolean => hum.test(rest);

/** Marks by their words alone; `rest` as `readNames` leaves it. */
export function readMarks(rest: string): readonly Mark[] {
  const marks = patterns.filter(([, pattern]) => pattern.test(rest)).map(([mark]) => mark);
  // Who says that a repair goes on misses the notice, not the board of a building site.
  return marks.includes('repairClaimed') && !/围起来|围着的/.test(rest)
    ? marks.filter((mark) => mark !== 'visibleSite')
    : marks;
}

const compass: { readonly [word: string]: number } = {
  ...{ 北: 0, 东北: 45, 东: 90, 东南: 135, 南: 180, 西南: 225, 西: 270, 西北: 315 },
};
const heading = '(东北|东南|西北|西南|北东|东|南|西|北)';
const directionPatterns: readonly RegExp[] = [
  new RegExp(`(?:往|朝|向|以|靠|偏)${heading}(?![站京路街桥昌通方])`),
  new RegExp(`${heading}(?:边|面|侧|头|方向|方传|首)`),
  // 「路口东五十米」, 「路口西北角」
  new RegExp(`(?:口|${nameMark})${heading}(?=角|\\d|[一二三四五六七八九十几]{1,3}[百十米]|百米)`),
];

/** Compass direction in which the noise is said to lie, degrees; `rest` as `readNames` leaves it. */
export function readDirection(rest: string): number | null {
  const found = directionPatterns.flatMap((pattern) => pattern.exec(rest) ?? []).filter((word) => word in compass);
  const [word] = found;
  return word === undefined ? null : (compass[word] ?? null);
}

const digits: { readonly [numeral: string]: number } = {
  ...{ 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
};

/** 1–99 in figures or Chinese numerals; of 「两三」 the first; undefined for none. */
function numberOf(text: string): number | undefined {
  if (/^\d/.test(text)) return Number(text);
  const [tens, ones] = text.split('十');
  if (ones === undefined) return digits[text.slice(0, 1)];
  return (tens === undefined || tens === '' ? 1 : (digits[tens.slice(-1)] ?? 1)) * 10 + (digits[ones.slice(0, 1)] ?? 0);
}

const numeral = '(\\d{1,3}(?:\\.\\d)?|[一二两三四五六七八九十]{1,3})';
const spell = new RegExp(
  `(走了|走后|离开|再过|还要|还有|不到|每|每隔)?(?:${numeral}(?:多|来|几)?个?(半)?多?|(半)个?多?)(?:来)?(小时|钟头|分钟|刻钟)(后|以后|之后)?`,
  'g',
);
const unitMinutes: { readonly [unit: string]: number } = { 小时: 60, 钟头: 60, 分钟: 1, 刻钟: 15 };
const longest = 1440;

/**
 * Minutes ago at which it began, 0–1440; 0 where nothing is said. The hour on a clock (「五点多」) gives none: the words
 * were taken down at another time than they speak of, so a person checks them.
 */
export function readBegan(rest: string): number {
  for (const [, apart, count, andHalf, half, unit, after] of rest.matchAll(spell)) {
    if (apart !== undefined || after !== undefined) continue;
    const size = unitMinutes[unit ?? ''] ?? 0;
    const whole = half === undefined ? numberOf(count ?? '') : 0.5;
    if (whole === undefined) continue;
    return Math.min(longest, Math.round((whole + (andHalf === undefined ? 0 : 0.5)) * size));
  }
  return 0;
}
