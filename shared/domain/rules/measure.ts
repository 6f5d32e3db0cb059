/**
 * Noise of a site measured on the spot (GB 12523): background taken off, held against the limit of area and hour, or worth
 * nothing, with the reason. Levels in dB(A). A result is a figure for the file, no verdict on anybody.
 *
 * Of GB 12523-2011 the text was seen: limits 70 by day and 55 by night, indoors 10 less, a single peak of the night at most 15
 * over the limit, the table of background correction, a calibration before and after within 0.5, no rain, snow or thunder, wind
 * below 5 m/s, 20 minutes. GB 12523-2025 is in force from 2026-01-01 with the same limits; its clauses on measuring were not seen,
 * so those of 2011 stand in and are marked: a bureau enters them in its pack.
 */
import { civilDate, minute } from '../../lib/time.ts';
import type { NoiseStandard, Plates } from '../district/state.ts';
import type { Measurement, MeasurementResult } from '../incident/state.ts';
import { isLegalNight } from './calendar.ts';

const clauses = {
  limits: [{ area: 'boundary', name: '建筑施工场界', day: 70, night: 55 }],
  indoorsLess: 10,
  peakOver: 15,
  calibrationWithin: 0.5,
  windBelow: 5,
  minutes: 20,
} as const;

export const knownStandards: readonly NoiseStandard[] = [
  {
    id: 'GB 12523-2011',
    title: '建筑施工场界环境噪声排放标准',
    from: '2012-07-01',
    to: '2025-12-31',
    confirmed: true,
    ...clauses,
  },
  { id: 'GB 12523-2025', title: '建筑施工噪声排放标准', from: '2026-01-01', confirmed: false, ...clauses },
];

/** Of the pack, else those that are known. */
export const standardsOf = ({ noiseStandards }: Pick<Plates, 'noiseStandards'>): readonly NoiseStandard[] =>
  noiseStandards ?? knownStandards;

/** In force on the civil date of the instant. */
export function standardAt(at: number, plates: Plates): NoiseStandard | undefined {
  const date = civilDate(at, plates.utcOffset);
  return standardsOf(plates).find(({ from, to }) => from <= date && (to === undefined || date <= to));
}

/** Tenths are what a meter says: sums of them are rounded to tenths again. */
const tenth = (level: number): number => Math.round(level * 10) / 10;

/**
 * What is taken off for the background: nothing from 10 apart on, else by the whole number of decibels: 3 → 3, 4 and 5 → 2, 6 to
 * 10 → 1. Undefined where they are less than 3 apart: the background has to be lowered first.
 */
export function correctionOf(measured: number, background: number): 0 | 1 | 2 | 3 | undefined {
  const apart = tenth(measured - background);
  if (apart >= 10) return 0;
  if (apart < 3) return undefined;
  const whole = Math.round(apart);
  if (whole <= 3) return 3;
  return whole <= 5 ? 2 : 1;
}

type Invalid = Extract<MeasurementResult, { verdict: 'invalid' }>['why'][number];

/** Why it is worth nothing, however it turned out. */
function faultsOf(said: Measurement, standard: NoiseStandard, date: string): Invalid[] {
  const { calibration, weather, minutes, instrument } = said;
  const drift = tenth(Math.abs(calibration.after - calibration.before));
  return [
    ...(drift > standard.calibrationWithin ? (['calibrationApart'] as const) : []),
    ...(weather.sky === 'fair' ? [] : (['badWeather'] as const)),
    ...(weather.wind >= standard.windBelow ? (['tooWindy'] as const) : []),
    ...(minutes < standard.minutes ? (['tooShort'] as const) : []),
    ...(instrument.verifiedTo < date ? (['verificationOver'] as const) : []),
  ];
}

/** Pure: the same figures, date and pack give the same result. */
export function measure(said: Measurement, plates: Plates): MeasurementResult {
  const { at, minutes, level, background, peak, area, indoors } = said;
  const standard = standardAt(at, plates);
  if (standard === undefined) return { verdict: 'invalid', why: ['noStandard'], standard: null };
  const named = { id: standard.id, title: standard.title, confirmed: standard.confirmed };
  const row = standard.limits.find((one) => one.area === area);
  if (row === undefined) return { verdict: 'invalid', why: ['areaUnknown'], standard: named };
  const night = isLegalNight(at, plates);
  // Half of it by day and half by night is held against neither limit.
  const isOfBoth = isLegalNight(at + Math.max(0, minutes * minute - 1), plates) !== night;
  const limit = (night ? row.night : row.day) - (indoors ? standard.indoorsLess : 0);
  const faults: Invalid[] = [
    ...faultsOf(said, standard, civilDate(at, plates.utcOffset)),
    ...(isOfBoth ? (['dayAndNight'] as const) : []),
  ];
  const correction = background === null ? undefined : correctionOf(level, background);
  // Peaks of the night are held against the limit as they are.
  const peakLimit = night ? limit + standard.peakOver : null;
  const isPeakOver = peakLimit !== null && peak !== null && peak > peakLimit;
  // Without the background it can only have been less.
  const isWithin = level <= limit;
  if (!isWithin && background === null) faults.push('backgroundMissing');
  if (!isWithin && background !== null && correction === undefined) faults.push('backgroundTooNear');
  if (faults.length > 0) return { verdict: 'invalid', why: faults, standard: named };
  const corrected = tenth(level - (correction ?? 0));
  const verdict = corrected > limit || isPeakOver ? 'exceeds' : 'within';
  return {
    ...{ verdict, standard: named, night, limit, correction: correction ?? null, corrected, peakLimit },
    over: tenth(Math.max(0, corrected - limit)),
    peakOver: isPeakOver,
  };
}
