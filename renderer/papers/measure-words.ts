/** What a measurement comes to, in words; and what was typed, as figures. Pure. */
import type { TFunction } from 'i18next';
import type { Measurement, MeasurementResult } from '../../shared/domain/incident/state.ts';
import { measurementSchema } from '../../shared/wire/seat-api.ts';
import { fromField } from '../office/instant-field.ts';
import { clauses, listed, saidOf } from '../i18n/say.ts';

export const measureTexts = [
  ...(['at', 'minutes', 'level', 'background', 'peak', 'before', 'after', 'wind'] as const),
  ...(['instrument', 'number', 'verifiedTo', 'point', 'persons'] as const),
] as const;
export type MeasureText = (typeof measureTexts)[number];
export type MeasureFields = { readonly [K in MeasureText]: string } & {
  readonly area: string;
  readonly indoors: boolean;
  readonly sky: Measurement['weather']['sky'];
};

/** Wide figures and a comma for the point, as input methods give them; undefined for what is no figure. */
function figure(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim().replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(plain)) return undefined;
  return Number(plain);
}

export type ReadFields = { readonly said: Measurement } | { readonly wrong: readonly (MeasureText | 'area')[] };

/** Of each place in the schema: which field it is typed into. */
const fieldOf: Readonly<Record<string, MeasureText | 'area'>> = {
  ...{ at: 'at', minutes: 'minutes', level: 'level', background: 'background', peak: 'peak', area: 'area' },
  ...{ 'calibration.before': 'before', 'calibration.after': 'after', 'weather.wind': 'wind' },
  ...{ 'instrument.name': 'instrument', 'instrument.number': 'number', 'instrument.verifiedTo': 'verifiedTo' },
  ...{ point: 'point', persons: 'persons' },
};

/** @param offset Minutes east of UTC. */
export function readMeasure(fields: MeasureFields, offset: number): ReadFields {
  const optional = (text: string): number | null | undefined => (text.trim() === '' ? null : figure(text));
  const raw = {
    ...{ at: fromField(fields.at, offset), minutes: figure(fields.minutes), level: figure(fields.level) },
    ...{ background: optional(fields.background), peak: optional(fields.peak) },
    ...{ area: fields.area, indoors: fields.indoors },
    calibration: { before: figure(fields.before), after: figure(fields.after) },
    instrument: { name: fields.instrument, number: fields.number, verifiedTo: fields.verifiedTo },
    weather: { sky: fields.sky, wind: figure(fields.wind) },
    point: fields.point,
    persons: fields.persons.split(/[、，,;；\n]+|\s{2,}/u).flatMap((one) => (one.trim() === '' ? [] : [one.trim()])),
  };
  const parsed = measurementSchema.safeParse(raw);
  if (parsed.success) return { said: parsed.data };
  const paths = parsed.error.issues.map(({ path }) => path.filter((step) => typeof step === 'string').join('.'));
  return { wrong: [...new Set(paths.flatMap((path) => fieldOf[path] ?? []))] };
}

/** `超过限值：夜间限值 55，修正后 56，超出 1 dB(A)`. */
export function resultText(result: MeasurementResult, t: TFunction): string {
  const verdict = t(`measure.verdict.${result.verdict}`);
  if (result.verdict === 'invalid')
    return saidOf(
      t,
      verdict,
      listed(
        t,
        result.why.map((why) => t(`measure.why.${why}`)),
      ),
    );
  const { night, limit, corrected, correction, over, peakLimit, peakOver } = result;
  const figures = t('measure.figures', { night: t(night ? 'measure.night' : 'measure.day'), limit, corrected });
  return saidOf(
    t,
    verdict,
    clauses(
      t,
      figures,
      correction === null ? t('measure.uncorrected') : t('measure.corrected', { by: correction }),
      over > 0 ? t('measure.over', { over }) : '',
      peakOver ? t('measure.peakOver', { limit: peakLimit }) : '',
    ),
  );
}

/** By which standard; empty where there was none. */
export function standardText({ standard }: MeasurementResult, t: TFunction): string {
  if (standard === null) return '';
  const { id, title, confirmed } = standard;
  return clauses(t, t('measure.standard', { id, title }), confirmed ? '' : t('measure.unconfirmed'));
}
