import { expect, test } from 'vitest';
import { createDiskSpace } from './disk-space.ts';
import { createMetrics } from './metrics.ts';

const sources = { seq: () => 42, diskFree: () => 1_000, storageFull: () => true, clockOffset: () => -1_500 };

test('commands are counted by type and outcome, an unknown type under one label', async () => {
  const metrics = createMetrics(['SwitchDutyMode'], sources);
  metrics.commandDone('SwitchDutyMode', 'accepted', 0.003);
  metrics.commandDone('SwitchDutyMode', 'accepted', 0.003);
  metrics.commandDone('whatever a caller sent', 'refused', 0.001);
  metrics.commandDone('SwitchDutyMode', 'unavailable', 0.000_01);
  const text = await metrics.text();
  expect(text).toContain('lianqin_commands_total{type="SwitchDutyMode",outcome="unavailable"} 1');
  expect(text).toContain('lianqin_commands_total{type="SwitchDutyMode",outcome="accepted"} 2');
  expect(text).toContain('lianqin_commands_total{type="unknown",outcome="refused"} 1');
  expect(text).toContain('lianqin_command_commit_seconds_count 3');
  expect(text).not.toContain('whatever a caller sent');
});

test('gauges are looked up when they are read', async () => {
  let lag = new Map([['seat-1', 3]]);
  const metrics = createMetrics([], sources);
  metrics.feedLag(() => lag);
  const text = await metrics.text();
  for (const line of [
    'lianqin_journal_seq 42',
    'lianqin_disk_free_bytes 1000',
    'lianqin_storage_full 1',
    'lianqin_clock_offset_seconds -1.5',
    'lianqin_feed_lag_events{seat="seat-1"} 3',
  ])
    expect(text).toContain(line);
  lag = new Map();
  expect(await metrics.text()).not.toContain('seat-1');
});

test('positions are counted by protocol, refused ones by reason too', async () => {
  let stopped = true;
  const { telemetry, text } = createMetrics([], sources);
  telemetry.tracksStopped(() => stopped);
  telemetry.taken('jt808');
  telemetry.rejected.count('jt808', 'jump');
  telemetry.tracksDropped(7);
  const first = await text();
  for (const line of [
    'lianqin_fixes_total{protocol="jt808"} 1',
    'lianqin_fixes_rejected_total{protocol="jt808",reason="jump"} 1',
    'lianqin_track_points_dropped_total 7',
    'lianqin_tracks_stopped 1',
  ])
    expect(first).toContain(line);
  stopped = false;
  expect(await text()).toContain('lianqin_tracks_stopped 0');
});

test('room that cannot be told is not shown as a number', async () => {
  const text = await createMetrics([], { ...sources, diskFree: () => undefined }).text();
  expect(text).not.toMatch(/^lianqin_disk_free_bytes /m);
});

test('the system is asked for disk space at most once a second', () => {
  let now = 0;
  const disk = createDiskSpace(import.meta.dirname, () => now);
  const first = disk.free();
  expect(first).toBeGreaterThan(0);
  now = 999;
  expect(disk.free()).toBe(first);
  expect(() => createDiskSpace('/no/such/folder', () => now).free()).toThrow();
});
