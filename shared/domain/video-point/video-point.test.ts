import { expect, test } from 'vitest';
import { given, testNow } from '../../../tests/support/given.ts';
import { minute } from '../../lib/time.ts';
import { commands } from '../catalog.ts';

const provenance = { source: '示例视频平台', asOf: testNow - 90 * minute, how: 'import' as const };
const record = { name: '示例路口 1 号', at: { lon: 121.44, lat: 31.19 }, heading: 90, fov: 60, guard: true };
const stream = 'videoPoint/v1' as const;
const recorded = { stream, type: 'VideoPointRecorded', data: { record, provenance } };
const withdrawn = { stream, type: 'VideoPointWithdrawn', data: { reason: '拆除', provenance } };
const wish = { type: 'RecordVideoPoint', data: { id: 'v1', record, provenance } };
const end = { type: 'WithdrawVideoPoint', data: { id: 'v1', reason: '拆除', provenance } };

test('a video point is recorded once, and withdrawn once', () => {
  given([]).when(wish).then([recorded]);
  given([recorded]).when(wish).then([]);
  given([recorded]).when(end).then([withdrawn]);
  given([recorded, withdrawn]).when(end).then([]);
  given([]).when(end).thenRefused('VideoPointUnknown', { field: 'id', id: 'v1' });
});

test('lists hold those that stand; one that is gone can still be looked up', () => {
  const before = given([recorded]).reads;
  expect(before.videoPoints()).toEqual([{ ...record, id: 'v1', provenance }]);
  const after = given([recorded, withdrawn]).reads;
  expect(after.videoPoints()).toEqual([]);
  expect(after.videoPoint('v1')).toMatchObject({ name: record.name, withdrawn: { reason: '拆除' } });
});

test.each([
  ['heading', 360],
  ['heading', -1],
  ['fov', 9],
  ['fov', 181],
])('%s %d is no direction and no view', (member, value) => {
  const data = { ...wish.data, record: { ...record, [member]: value } };
  const parsed = commands.get('RecordVideoPoint')?.schema.safeParse(data);
  expect(parsed?.error?.issues[0]?.path).toEqual(['record', member]);
});
