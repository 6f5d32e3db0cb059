/**
 * The thirteen streets and the four joint-defence zones, as facts: names, statistics codes, areas, centres and numbers of
 * residents' committees are public and restated here; no border of theirs is. The zones are invented.
 */

export interface StreetFact {
  /** 9 digits of the statistics office. */
  readonly code: string;
  readonly name: string;
  readonly squad: string;
  readonly zone: string;
  readonly km2: number;
  /** Centre of its area, lon and lat. */
  readonly centre: readonly [number, number];
  /** Number of its residents' committees (居委会). */
  readonly committees: number;
}

export const zones = [
  { code: '310104Z1', name: '一区·衡复徐家汇' },
  { code: '310104Z2', name: '二区·滨江' },
  { code: '310104Z3', name: '三区·漕河泾' },
  { code: '310104Z4', name: '四区·南片' },
] as const;

const street = (
  code: string,
  name: string,
  squad: string,
  zone: 1 | 2 | 3 | 4,
  km2: number,
  centre: readonly [number, number],
  committees: number,
): StreetFact => ({ code, name, squad: `${squad}中队`, zone: `310104Z${String(zone)}`, km2, centre, committees });

export const streets: readonly StreetFact[] = [
  street('310104003', '天平路街道', '天平', 1, 2.69, [121.445422, 31.206662], 21),
  street('310104004', '湖南路街道', '湖南', 1, 1.721, [121.442834, 31.214472], 16),
  street('310104007', '斜土路街道', '斜土', 2, 3.227, [121.459237, 31.191851], 19),
  street('310104008', '枫林路街道', '枫林', 2, 2.668, [121.447133, 31.191623], 32),
  street('310104010', '长桥街道', '长桥', 4, 5.906, [121.440632, 31.142091], 33),
  street('310104011', '田林街道', '田林', 3, 4.111, [121.419378, 31.180675], 26),
  street('310104012', '虹梅路街道', '虹梅', 3, 4.475, [121.400178, 31.172371], 13),
  street('310104013', '康健新村街道', '康健', 3, 4.021, [121.411061, 31.158174], 25),
  street('310104014', '徐家汇街道', '徐家汇', 1, 4.07, [121.431017, 31.192296], 29),
  street('310104015', '凌云路街道', '凌云', 4, 3.549, [121.419333, 31.139861], 28),
  street('310104016', '龙华街道', '龙华', 2, 6.169, [121.452155, 31.166961], 23),
  street('310104017', '漕河泾街道', '漕河泾', 3, 5.227, [121.432465, 31.163227], 30),
  street('310104103', '华泾镇', '华泾', 4, 7.282, [121.449871, 31.120633], 17),
];

/**
 * Pairs that share a kilometre of border or more in truth: the drawing must let them touch.
 */
export const longBorders: readonly (readonly [string, string])[] = [
  ['天平路街道', '湖南路街道'],
  ['天平路街道', '徐家汇街道'],
  ['天平路街道', '枫林路街道'],
  ['斜土路街道', '枫林路街道'],
  ['斜土路街道', '龙华街道'],
  ['枫林路街道', '龙华街道'],
  ['长桥街道', '龙华街道'],
  ['田林街道', '虹梅路街道'],
  ['康健新村街道', '漕河泾街道'],
  ['康健新村街道', '虹梅路街道'],
  ['徐家汇街道', '枫林路街道'],
  ['徐家汇街道', '田林街道'],
  ['凌云路街道', '长桥街道'],
  ['凌云路街道', '康健新村街道'],
  ['漕河泾街道', '龙华街道'],
  ['漕河泾街道', '长桥街道'],
  ['漕河泾街道', '田林街道'],
  ['华泾镇', '长桥街道'],
];
