/** Faults and warnings in words. */
import type { TFunction } from '../../hall/types.ts';
import { timeField } from '../../hall/told-time.ts';
import type { Fault, Warning } from './values.ts';

/** Which figures a text takes is known to the check that gave the code. */
function filled(t: TFunction, key: string, values: object): string {
  return (t as (key: string, values: object) => string)(key, values);
}

export function faultText({ code, label, params }: Fault, t: TFunction, offset: number): string {
  const { time } = params;
  const shown = typeof time === 'number' ? { ...params, time: timeField(time, offset) } : params;
  return filled(t, `registers.fault.${code}`, { ...shown, field: t(`registers.field.${label}`) });
}

export const warningText = ({ code, params }: Warning, t: TFunction): string =>
  filled(t, `registers.warning.${code}`, params);
