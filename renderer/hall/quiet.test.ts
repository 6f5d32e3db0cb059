import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { minute } from '../../shared/lib/time.ts';
import { DemoNight } from '../../tests/support/demo-night.ts';
import type { QuietProof } from './quiet.ts';
import { quietProof } from './quiet.ts';
import { masked, quietText } from './reply-facts.ts';
import { zhCN } from '../i18n/zh-cn.ts';

const text = '斜土路小木桥路口往东那个工地,十点多了还在打桩';

/** A site that stopped at 23:30, with what was noted after it. */
function stopped(...more: readonly (readonly [type: string, data: object, time: string])[]) {
  const night = new DemoNight();
  const id = night.receive({ text, source: '12345', time: '22:41' });
  night.give('PhoneSite', { incident: id, result: 'agreedToStop' }, '22:50');
  for (const [type, data, time] of more) night.give(type, { incident: id, ...data } as never, time);
  const state = (of: string): IncidentState => night.world().state(`incident/${of}`) as IncidentState;
  return {
    night,
    id,
    state,
    proof: (asOf: string | null, ...others: string[]): QuietProof =>
      quietProof(state(id), others.map(state), asOf === null ? null : night.at(asOf)),
  };
}
const check = (which: string, quiet: boolean, time: string, way = 'camera') =>
  ['RecordCheck', { which, quiet, way }, time] as const;

test('given nobody looked again, when it is asked, then nothing is shown but what is missing', () => {
  const { proof, night } = stopped();
  expect(proof('23:20')).toMatchObject({
    ...{ from: night.at('22:50'), checks: [], stays: [], noise: [] },
    gaps: ['noCheck', 'noStay'],
    owed: [{ kind: 'afterCall', at: night.at('22:50') + 15 * minute }],
  });
});

test('given a quiet check, then it is said with its time and way; a noisy one before it is told against it', () => {
  const { proof, night } = stopped(check('afterCall', true, '23:06'));
  const found = proof('23:20');
  expect(found.checks).toEqual([{ at: night.at('23:06'), which: 'afterCall', way: 'camera' }]);
  expect(found.noneUntil).toBe(night.at('23:20'));
  expect(found.gaps).toEqual(['noStay']);
  const t = ((key: string, values: Record<string, string> = {}) => {
    const raw = key.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], zhCN) as string;
    return raw.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
  }) as never;
  expect(quietText(found, t, 480)).toBe(
    '11月21日 23:06 通过视频复核，未发现噪声，至 11月21日 23:20 未再收到同一处的反映。',
  );
});

test('given noise was heard again, then what was quiet before it counts for nothing', () => {
  const { proof, night } = stopped(check('afterCall', true, '23:06'), check('afterCall', false, '23:15', 'unit'));
  const found = proof('23:20');
  expect(found.checks).toEqual([]);
  expect(found.noise).toEqual([{ at: night.at('23:15'), by: 'unit' }]);
  expect(found.gaps).toContain('noCheck');
});

test('given another caller of the same site, then the quiet begins after that call, and it is named', () => {
  const made = stopped(check('afterCall', true, '23:06'));
  const other = made.night.receive({ text, source: '12345', time: '23:10' });
  const found = made.proof('23:20', other);
  expect(found.noise).toMatchObject([{ at: made.night.at('23:10'), by: 'complaint' }]);
  expect(found.from).toBe(made.night.at('23:10'));
  expect(found.checks).toEqual([]);
});

test('given the seat is cut off, then nothing is said of complaints that may have come', () => {
  expect(stopped(check('afterCall', true, '23:06')).proof(null)).toMatchObject({
    noneUntil: null,
    gaps: ['noStay', 'notCurrent'],
  });
});

test('a masked caller is the first letter of the name, and the ends of the number', () => {
  expect(masked({ name: '示例甲', phone: '138 0000 1234' })).toEqual({ name: '示**', phone: '138****1234' });
  expect(masked({ name: '', phone: '110' })).toEqual({ name: '', phone: '***' });
});
