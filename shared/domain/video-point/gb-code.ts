/**
 * Codes of cameras and the devices they hang on after GB/T 28181: twenty digits. 1–8 the centre (GB/T 2260: province, city,
 * district, unit below it), 9–10 the industry that connected it, 11–13 the type, 14 the network, 15–20 the number.
 * Values as the standard's tables are restated by open platforms that implement it.
 */

export interface GbCode {
  /** Digits 1–8. */
  readonly centre: string;
  /** Digits 9–10; 08 is urban management. */
  readonly industry: string;
  /** Digits 11–13; 131 a camera, 132 a network camera. */
  readonly type: string;
  /** Digit 14; 6 is the government extranet. */
  readonly network: string;
  /** Digits 15–20. */
  readonly number: string;
}

/** Wrong or odd digits, counted from 1, both ends included. */
export interface GbCodeRemark {
  readonly code: string;
  readonly from: number;
  readonly to: number;
  /** What stands there. */
  readonly digits: string;
}

export type GbCodeFault = GbCodeRemark & {
  readonly code: 'GbCodeLength' | 'GbCodeNotDigits' | 'GbCodeCentre' | 'GbCodeType';
};
/** Allowed, and more often a slip of the pen. */
export type GbCodeOddity = GbCodeRemark & {
  readonly code: 'GbCodeIndustryUnknown' | 'GbCodeTypeUnusual' | 'GbCodeNetworkReserved' | 'GbCodeNumberZero';
};

export type ParsedGbCode =
  { readonly fault: GbCodeFault } | { readonly parts: GbCode; readonly oddities: readonly GbCodeOddity[] };

const length = 20;

/** Provinces and their equals: first two digits of GB/T 2260. */
const provinces: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '),
);
const industries: ReadonlySet<string> = new Set(
  '00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 40 41 42 43 44 45'.split(' '),
);

/** Types of what gives a picture: cameras, and devices that have one of their own. */
const pictures: { readonly [of in 'channel' | 'device']: { readonly usual: string; readonly unusual: string } } = {
  channel: { usual: '131 132', unusual: '111 112 113 118 120 121 122 130 138' },
  // What registers with the platform: recorders, encoders, cameras by themselves, or a platform below it.
  device: { usual: '111 112 113 118 120 121 122 130 131 132 138 200', unusual: '119 201 203 208 209' },
};

/**
 * `as`: what the code is to name, the channel with the picture or the device that registers. Faults name the digits;
 * oddities are told beside the parts. Letters, spaces and full-width digits are faults.
 */
export function parseGbCode(text: string, as: 'channel' | 'device'): ParsedGbCode {
  const part = (from: number, to: number): string => text.slice(from - 1, to);
  const remark = <C extends string>(code: C, from: number, to: number) => ({ code, from, to, digits: part(from, to) });
  const odd = text.search(/[^0-9]/);
  if (odd >= 0) return { fault: remark('GbCodeNotDigits', odd + 1, odd + 1) };
  if (text.length !== length)
    return { fault: { ...remark('GbCodeLength', 1, text.length), digits: text.slice(0, 40) } };
  // A unit needs its district, a district its city: 00 stands for all of what is above it.
  const [city, district, unit] = [part(3, 4), part(5, 6), part(7, 8)];
  if (!provinces.has(part(1, 2))) return { fault: remark('GbCodeCentre', 1, 2) };
  if (city === '00' && (district !== '00' || unit !== '00')) return { fault: remark('GbCodeCentre', 3, 4) };
  if (district === '00' && unit !== '00') return { fault: remark('GbCodeCentre', 5, 6) };
  const [type, { usual, unusual }] = [part(11, 13), pictures[as]];
  const isUsual = usual.split(' ').includes(type);
  if (!isUsual && !unusual.split(' ').includes(type)) return { fault: remark('GbCodeType', 11, 13) };
  const oddities: GbCodeOddity[] = [
    ...(industries.has(part(9, 10)) ? [] : [remark('GbCodeIndustryUnknown', 9, 10)]),
    ...(isUsual ? [] : [remark('GbCodeTypeUnusual', 11, 13)]),
    ...(part(14, 14) === '9' ? [remark('GbCodeNetworkReserved', 14, 14)] : []),
    ...(part(15, 20) === '000000' ? [remark('GbCodeNumberZero', 15, 20)] : []),
  ];
  const parts = { centre: part(1, 8), industry: part(9, 10), type, network: part(14, 14), number: part(15, 20) };
  return { parts, oddities };
}
