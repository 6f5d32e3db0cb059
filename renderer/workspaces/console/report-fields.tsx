/** By which way, and since when: what goes with everything that the desk records for others (代报). */
import { useTranslation } from 'react-i18next';

const reportChannels = ['radio', 'phone', 'message', 'inPerson', 'paper'] as const;
export type ReportChannel = (typeof reportChannels)[number];

/** Minutes ago at which it happened. */
const delays = [0, 5, 10, 20, 30, 60] as const;
export type Delay = (typeof delays)[number];

export function ChannelField({
  value,
  onChange,
  among = reportChannels,
}: {
  readonly value: ReportChannel;
  readonly onChange: (channel: ReportChannel) => void;
  readonly among?: readonly ReportChannel[];
}) {
  const { t } = useTranslation();
  return (
    <label className="steps__channel">
      {t('steps.reportBy')}
      <select
        value={value}
        onChange={(event) => onChange(among.find((each) => each === event.target.value) ?? 'radio')}
      >
        {among.map((each) => (
          <option key={each} value={each}>
            {t(`channel.${each}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function DelayField({ value, onChange }: { readonly value: Delay; readonly onChange: (delay: Delay) => void }) {
  const { t } = useTranslation();
  return (
    <label className="steps__channel">
      {t('steps.when')}
      <select
        value={value}
        onChange={(event) => onChange(delays.find((each) => each === Number(event.target.value)) ?? 0)}
      >
        {delays.map((each) => (
          <option key={each} value={each}>
            {each === 0 ? t('steps.now') : t('steps.minutesAgo', { minutes: each })}
          </option>
        ))}
      </select>
    </label>
  );
}
