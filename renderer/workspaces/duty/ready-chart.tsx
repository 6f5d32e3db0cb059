/** Units that can be sent, minute by minute: steps, as a unit is there or is not. Loaded when it is drawn. */
import { useTranslation } from 'react-i18next';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { clockTime, minute } from '../../../shared/lib/time.ts';
import type { DutyAhead } from './use-duty-ahead.ts';

/** At whole and half hours. */
const tickEvery = 30 * minute;
/** Up to so many units each has a line of its own; more are counted by so many. */
const few = 5;

export default function ReadyChart({ ready, offset }: { readonly ready: DutyAhead['ready']; readonly offset: number }) {
  const { t } = useTranslation();
  const points = ready.map(({ at, ready: now, coming }) => ({ at, now, coming }));
  const first = points[0]?.at ?? 0;
  const begin = Math.ceil(first / tickEvery) * tickEvery;
  const ticks = points.map((_, index) => begin + index * tickEvery).filter((at) => at <= (points.at(-1)?.at ?? 0));
  const most = Math.max(1, ...points.map(({ now, coming }) => now + coming));
  const top = most <= few ? most : Math.ceil(most / few) * few;
  return (
    <figure className="duty__chart">
      <ResponsiveContainer width="100%" height={150}>
        <AreaChart data={points} margin={{ top: 6, right: 20, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            {...{ dataKey: 'at', type: 'number', domain: ['dataMin', 'dataMax'], ticks, tickLine: false }}
            tickFormatter={(at: number) => clockTime(at, offset)}
            tick={{ fill: 'var(--muted)', fontSize: 12 }}
            stroke="var(--line)"
          />
          <YAxis
            {...{
              width: 32,
              allowDecimals: false,
              domain: [0, top],
              tickCount: (most <= few ? top : top / few) + 1,
              tickLine: false,
              axisLine: false,
            }}
            tick={{ fill: 'var(--muted)', fontSize: 12 }}
          />
          <Area
            {...{
              type: 'stepAfter',
              dataKey: 'now',
              stackId: 'force',
              isAnimationActive: false,
              name: t('duty.ready'),
            }}
            {...{ stroke: 'var(--accent)', fill: 'var(--accent)', fillOpacity: 0.35 }}
          />
          <Area
            {...{ type: 'stepAfter', dataKey: 'coming', stackId: 'force', isAnimationActive: false }}
            {...{ name: t('duty.coming'), stroke: 'var(--muted)', fill: 'var(--muted)', fillOpacity: 0.15 }}
            strokeDasharray="4 3"
          />
        </AreaChart>
      </ResponsiveContainer>
      <figcaption className="duty__legend">
        <span className="duty__key duty__key--ready">{t('duty.ready')}</span>
        <span className="duty__key duty__key--coming">{t('duty.coming')}</span>
      </figcaption>
    </figure>
  );
}
