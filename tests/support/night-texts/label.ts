/**
 * What a labelled text of a night is: a caller's words with the hour, and what the desk is to be told of them. Labels were
 * set by reading the words against the registers of the demo district, before any rule had seen them.
 */
import type { Matter } from '../../../shared/domain/district/state.ts';
import type { AssessmentKind, Source } from '../../../shared/domain/incident/state.ts';
import type { Said } from '../demo-night.ts';

/** The kinds of trap, one for each labelled example that a hall gave: see docs/night-texts.md. */
export const traps = {
  streetOfRoad: '路名不是街道名；库内未查到许可不等于没有',
  callersOwnPlace: '只说了自己住哪：推断、请人确认、提示并单',
  relapse: '走了又开工：重开原件，来电人保密',
  permitInForce: '有许可：只去核实',
  hoursOver: '许可时段已过：不得沿用先前的「有许可」',
  paperAtGate: '门口有纸不等于有许可：已过期',
  roadPaper: '占掘路许可不是夜间施工许可，也不是抢修',
  repairNotice: '抢修告知只管它的地点与时段',
  quietPeriod: '禁噪期内许可无效',
  noBoard: '没牌子的围挡：不得套到最近的在册工地',
  renovation: '住宅装修不是工地',
  loudspeaker: '音响另有钟点与主管',
  trucksAndSpill: '车辆噪声归交警，遗撒归城管：两件',
  hum: '嗡嗡声不一定是施工：来源不明',
  acrossTheBorder: '路在名册里，地方在邻区',
  repairClaimed: '自称抢修，没有告知：待核',
  clockOfTheAct: '按行为时刻判断，不按接报时刻',
  light: '灯光不是噪声，不谈许可',
} as const;
export type Trap = keyof typeof traps;

/** What must come out, all of it. */
export interface Label {
  readonly kind: AssessmentKind;
  /** All that the words are about; the first view may put any of them first. */
  readonly matters: readonly Matter[];
  /** The site that is acted upon or proposed; null: none may be named. */
  readonly site: string | null;
  readonly street?: string;
  readonly outside?: string;
  readonly permit?: string;
  /** The caller asked not to be known. */
  readonly confidential?: boolean;
  /** Offered for joining the one before, never joined. */
  readonly joins?: boolean;
  /** Reopens the one before. */
  readonly reopens?: boolean;
}

/** What happened before in that night. */
export type Before = 'pilesAtA' | 'stoppedAtA' | 'concreteAtB';

export interface Circumstances {
  /** Civil date on which the night begins; absent: 2026-11-21. */
  readonly night?: string;
  readonly before?: Before;
  readonly position?: Said['position'];
}

export interface NightText extends Circumstances {
  readonly trap: Trap;
  readonly time: string;
  readonly source: Source;
  readonly text: string;
  readonly label: Label;
}

export type Row = readonly [time: string, source: Source, text: string, own?: Partial<Label> & Circumstances];

/** Rows of one trap with what their labels share. */
export function rowsOf(trap: Trap, shared: Partial<Label> & Circumstances, rows: readonly Row[]): NightText[] {
  return rows.map(([time, source, text, own = {}]) => {
    const { night, before, position, ...label } = { ...shared, ...own };
    const { kind = 'none', matters = ['constructionNoise'], site = null, ...more } = label;
    return {
      ...{ trap, time, source, text, label: { kind, matters, site, ...more } },
      ...(night === undefined ? {} : { night }),
      ...(before === undefined ? {} : { before }),
      ...(position === undefined ? {} : { position }),
    };
  });
}
