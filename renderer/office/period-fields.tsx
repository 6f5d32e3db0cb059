/** From and to of what the auditor looks at, in civil time of the district. */
import { useTranslation } from 'react-i18next';
import { fromField } from './instant-field.ts';

export interface PeriodText {
  readonly from: string;
  readonly to: string;
}

/** Unix ms; undefined where one of them is no time, or they are reversed. */
export function periodOf({ from, to }: PeriodText, offset: number): { from: number; to: number } | undefined {
  const [begin, end] = [fromField(from, offset), fromField(to, offset)];
  return begin === undefined || end === undefined || begin >= end ? undefined : { from: begin, to: end };
}

interface Props {
  readonly period: PeriodText;
  readonly onChange: (period: PeriodText) => void;
}

export function PeriodFields({ period, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <label className="field">
        <span>{t('accessLog.from')}</span>
        <input
          type="datetime-local"
          value={period.from}
          onChange={(event) => onChange({ ...period, from: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t('accessLog.to')}</span>
        <input
          type="datetime-local"
          value={period.to}
          onChange={(event) => onChange({ ...period, to: event.target.value })}
        />
      </label>
    </>
  );
}
