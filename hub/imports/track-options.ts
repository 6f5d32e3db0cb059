/** How a CSV of tracks is to be read, as somebody writes it: over HTTP or on the command line, in the same words. */
import { z } from 'zod';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';

export const trackFields = ['unit', 'at', 'lon', 'lat', 'accuracy', 'speed', 'heading', 'altitude', 'device'] as const;
export type TrackField = (typeof trackFields)[number];

/** Of times without their own offset. */
const offsetPattern = /^([+-])(\d{2}):(\d{2})$/;

export const timeForms = ['iso', 's', 'ms', 'local'] as const;

export const trackOptionsSchema = z.strictObject({
  /** The unit of every row; else the column says it. */
  unit: z.string().min(1).max(40).optional(),
  crs: z.enum(['WGS84', 'CGCS2000', 'GCJ02', 'BD09']),
  delimiter: z.enum([',', ';', '\t', '|', 'tab']).default(','),
  encoding: z.enum(['utf-8', 'gb18030']).default('utf-8'),
  /** `local`: `2026-11-21 22:40:05`, also with `/` or `T`, at `utcOffset`. */
  time: z.enum(timeForms).default('iso'),
  utcOffset: z.string().regex(offsetPattern).default('+08:00'),
  speed: z.enum(['km/h', 'm/s', 'kn']).default('km/h'),
  /** `field=header`, each field once. */
  column: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((given, context) => {
      const columns = new Map<TrackField, string>();
      for (const text of [given].flat()) {
        const [name = '', ...rest] = text.split('=');
        const field = trackFields.find((one) => one === name.trim());
        const header = rest.join('=').trim();
        if (field === undefined || header === '' || columns.has(field)) {
          context.addIssue({ code: 'custom', message: `要写成 字段=列名，字段是 ${trackFields.join('、')}，每个一次` });
          return z.NEVER;
        }
        columns.set(field, header);
      }
      return columns as ReadonlyMap<TrackField, string>;
    }),
  dryRun: z.enum(['true', 'false']).default('false'),
});

export interface TrackOptions {
  readonly unit?: string | undefined;
  readonly crs: SourceCrs;
  readonly delimiter: ',' | ';' | '\t' | '|' | 'tab';
  readonly encoding: 'utf-8' | 'gb18030';
  readonly time: (typeof timeForms)[number];
  readonly utcOffset: string;
  readonly speed: 'km/h' | 'm/s' | 'kn';
  readonly column: ReadonlyMap<TrackField, string>;
}

/** Minutes east of UTC. */
export function offsetOf(text: string): number {
  const [, sign, hours, minutes] = offsetPattern.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
