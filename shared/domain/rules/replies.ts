/**
 * Wordings of replies: which fit, and what becomes of them with the facts of an incident. Says nothing that is not recorded:
 * what is not known stays a gap, and no wording may promise a penalty or call something illegal. The usual wordings are of
 * practice, not of law; the pack's own go before them.
 */
import type { Plates, ReplyFormField, ReplyTemplate } from '../district/events.ts';

/** Facts that a wording may name, and how a gap is called. */
export const replyFacts = {
  ...{ number: '编号', order: '工单编号', received: '来件时间', act: '反映的时间', place: '地点', matter: '事项' },
  ...{ site: '工地', units: '到场的组', arrived: '到场时间', left: '离场时间', outcome: '处置结果' },
  ...{
    outcomeAt: '处置时间',
    finishBy: '收尾时间',
    found: '现场发现',
    paper: '许可或告知编号',
    until: '许可或告知的截止时间',
  },
  ...{ basis: '依据', quiet: '复核情况', others: '转往的部门', going: '办理进度', caller: '称呼', phone: '联系电话' },
  ...{ contacted: '是否先行联系', contactedAt: '先行联系时间', contactFailed: '未联系原因', today: '答复时间' },
  ...{ way: '答复方式', result: '处理结果', squad: '处置部门', reply: '答复内容', wish: '诉求', seen: '现场查看' },
} as const;
export type ReplyFact = keyof typeof replyFacts;
export type ReplyValues = { readonly [F in ReplyFact]?: string };

const head = '[{caller}]您好，您反映的[{place}]{matter}事项（{number}）';
const came = '{arrived}我们[（{units}）]到达现场';
const tail = '[{quiet}][依据：{basis}。]';

/** The usual wordings, by outcome; the first of an outcome is the one for it. */
export const usualReplies: readonly ReplyTemplate[] = [
  {
    ...{ id: 'stopped', name: '已停工', outcomes: ['stopped'] },
    text: `${head}已核实处理。${came}，[现场情况：{found}；]{outcomeAt}现场已停止施工。${tail}如再次出现，请随时反映，我们会再次核实。`,
  },
  {
    ...{ id: 'finishing', name: '限时收尾', outcomes: ['finishingBy'] },
    text: `${head}已核实处理。${came}，[现场情况：{found}；]已要求现场在 {finishBy} 前收尾。${tail}届时仍有声音的，请随时反映。`,
  },
  {
    ...{ id: 'permitted', name: '有许可且相符', outcomes: ['permittedAndCompliant'] },
    text: `${head}已核实。${came}，经现场核对，该处作业有许可（{paper}），时段至 {until}，现场与许可相符。${tail}给您带来不便，请谅解。`,
  },
  {
    ...{ id: 'repair', name: '抢修属实', outcomes: ['repairGenuine'] },
    text: `${head}已核实。${came}，经现场核对，该处为抢修作业[（{paper}）]，预计至 {until}。${tail}给您带来不便，请谅解。`,
  },
  {
    ...{ id: 'nothing', name: '到场未发现', outcomes: ['nothingFound'] },
    text: `${head}已核实。${came}，当时未发现所反映的情况。${tail}如再次出现，请告知在哪条路、靠近什么、什么声音、几点开始，我们会再次核实。`,
  },
  {
    ...{ id: 'notOurs', name: '由其他部门办理', outcomes: ['notOurs', 'none'], kinds: ['other', 'not-at-night'] },
    text: `${head}已收悉，该事项由{others}办理。${tail}`,
  },
  {
    id: 'notOursFound',
    name: '非本职责',
    outcomes: ['notOurs'],
    text: `${head}已核实。${came}，该事项由{others}办理。${tail}`,
  },
  {
    ...{ id: 'goesOn', name: '仍在处理', outcomes: ['refusesToStop'] },
    text: `${head}正在处理。${came}，[现场情况：{found}；]目前仍在处理中，有进展会再答复您。${tail}`,
  },
  {
    ...{
      id: 'unknownSource',
      name: '来源待查',
      outcomes: ['none', 'nothingFound'],
      kinds: ['unknown', 'not-in-register'],
    },
    text: `${head}已收悉。声音来自哪里目前还不能确定，[{going}。]请告诉我们在哪条路、靠近什么、什么声音、几点开始，便于继续核实。`,
  },
  { id: 'underWay', name: '办理中', outcomes: ['none'], text: `${head}已收悉，{going}。核实结果将另行答复。` },
];

/** The reply form of the hotline in its usual order, where the pack says no other. */
export const usualReplyForm: readonly ReplyFormField[] = [
  { label: '工单编号', text: '{order}' },
  { label: '是否先行联系', text: '{contacted}' },
  { label: '先行联系时间', text: '[{contactedAt}]' },
  { label: '未联系原因', text: '[{contactFailed}]' },
  { label: '事实认定说明', text: '{matter}[，{place}][，{found}]' },
  { label: '诉求认定说明', text: '{wish}' },
  { label: '现场查看', text: '{seen}' },
  { label: '答复要点', text: '{outcome}' },
  { label: '答复时间', text: '{today}' },
  { label: '答复方式', text: '{way}' },
  { label: '处理结果', text: '{result}' },
  { label: '处置部门', text: '{squad}' },
  { label: '回复内容', text: '{reply}' },
];

type Policy = Pick<Plates['policy'], 'replyTemplates' | 'replyForm'> | undefined;

export const replyFormOf = (policy: Policy): readonly ReplyFormField[] => policy?.replyForm ?? usualReplyForm;

/**
 * Those that fit, the most fitting first: those of the pack before the usual ones, those for this kind before those for all.
 * @param outcome Code; `none` where nothing was reported.
 */
export function fittingReplies(policy: Policy, kind: string, outcome: string): readonly ReplyTemplate[] {
  const own = policy?.replyTemplates ?? [];
  const ids = new Set(own.map(({ id }) => id));
  return [...own, ...usualReplies.filter(({ id }) => !ids.has(id))]
    .filter(({ kinds, outcomes }) => kinds?.includes(kind) !== false && outcomes?.includes(outcome) !== false)
    .map((template, at) => ({ template, at, weight: (template.kinds ? 0 : 1) + (ids.has(template.id) ? 0 : 2) }))
    .sort((a, b) => a.weight - b.weight || a.at - b.at)
    .map(({ template }) => template);
}

const factPattern = /\{([A-Za-z]*)\}/g;
const optionalPattern = /\[([^[\]]*)\]/g;
const gapPattern = /〔缺：([^〔〕]*)〕/g;

const isFact = (name: string): name is ReplyFact => Object.hasOwn(replyFacts, name);

/** A gap that people fill in; `gapsIn` finds it again. */
export const gapFor = (name: string): string => `〔缺：${name}〕`;
const gapOf = (fact: ReplyFact): string => gapFor(replyFacts[fact]);

/** The wording with what is known; what is not stands as a gap. */
export function filledReply(text: string, values: ReplyValues): string {
  const known = (name: string): string | undefined => {
    const value = isFact(name) ? values[name] : undefined;
    return value === '' ? undefined : value;
  };
  const isKnown = (part: string): boolean =>
    [...part.matchAll(factPattern)].every(([, name = '']) => known(name) !== undefined);
  return text
    .replace(optionalPattern, (_, part: string) => (isKnown(part) ? part : ''))
    .replace(factPattern, (whole, name: string) => known(name) ?? (isFact(name) ? gapOf(name) : whole));
}

export interface Gap {
  /** As it stands in the text. */
  readonly text: string;
  /** Of the fact that is missing. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What still has to be typed or taken out, in the order of the text. */
export function gapsIn(text: string): readonly Gap[] {
  return [...text.matchAll(gapPattern)].map(({ 0: gap, 1: name = '', index }) => ({
    ...{ text: gap, name, from: index, to: index + gap.length },
  }));
}

/** Words that promise a penalty: a reply promises none. */
const promising = ['处罚', '罚款', '立案', '查处', '严惩', '从重', '从严', '吊销', '拘留', '追究'];
/** Words that call something illegal: only of what was found so. */
const accusing = ['无证', '违法', '非法', '违规', '违章', '擅自'];

const wordsIn = (text: string, words: readonly string[]): readonly string[] =>
  words.filter((word) => text.includes(word));

/**
 * Words of a reply that must be thought about.
 * @param isFound Whether officers recorded on scene that terms were not kept.
 */
export function wordsToMind(
  text: string,
  isFound: boolean,
): { readonly promise: readonly string[]; readonly accuse: readonly string[] } {
  return { promise: wordsIn(text, promising), accuse: isFound ? [] : wordsIn(text, accusing) };
}

export interface TemplateFault {
  /** Path within the policy. */
  readonly field: string;
  readonly why: 'fact' | 'brackets' | 'words' | 'twice';
  readonly value: string;
}

function faultOfText(text: string, field: string): TemplateFault | undefined {
  const unknown = [...text.matchAll(factPattern)].find(([, name = '']) => !isFact(name))?.[0];
  if (unknown !== undefined) return { field, why: 'fact', value: unknown };
  const rest = text.replace(optionalPattern, '$1').replace(factPattern, '');
  const stray = /[{}[\]]/.exec(rest)?.[0];
  if (stray !== undefined) return { field, why: 'brackets', value: stray };
  const { promise, accuse } = wordsToMind(text, false);
  const [word] = [...promise, ...accuse];
  return word === undefined ? undefined : { field, why: 'words', value: word };
}

/** What is wrong with the wordings of a pack: the first fault; undefined where nothing is. */
export function faultOfReplies(policy: Policy): TemplateFault | undefined {
  const templates = policy?.replyTemplates ?? [];
  const twice = templates.findIndex(({ id }, at) => templates.some((one, before) => before < at && one.id === id));
  const again = templates[twice];
  if (again !== undefined) return { field: `replyTemplates.${twice}.id`, why: 'twice', value: again.id };
  for (const [at, { text }] of templates.entries()) {
    const fault = faultOfText(text, `replyTemplates.${at}.text`);
    if (fault !== undefined) return fault;
  }
  for (const [at, { text }] of (policy?.replyForm ?? []).entries()) {
    const fault = faultOfText(text, `replyForm.${at}.text`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
