import { expect, test } from 'vitest';
import type { DeviceHeard } from '../telemetry/devices.ts';
import { deviceHandlers } from './devices.ts';

const heard = (device: string, more: Partial<DeviceHeard> = {}): DeviceHeard => ({
  ...{ device, lastAt: 50, believedAt: 40, believed: 7, refused: [], clockOffset: 300, clock: 'right' },
  ...more,
});

test('devices that need a look come first, each with its unit and what it calls itself', async () => {
  const { devices } = deviceHandlers({
    carried: () => [
      { device: 'jt808:1', unit: 'm1', onDuty: true },
      { device: 'osmand:phone', unit: 'm2', onDuty: false },
      { device: 'push:police:7', unit: 'm1', onDuty: true },
    ],
    heard: () => [
      heard('jt808:1'),
      heard('push:police:7', {
        ...{ clockOffset: 86_400_000, clock: 'dayOff' },
        refused: [
          { reason: 'jump', count: 1, lastAt: 5 },
          { reason: 'older', count: 3, lastAt: 9 },
        ],
      }),
    ],
    leading: (unit) => (unit === 'm1' ? 'jt808:1' : undefined),
    units: { unit: (id) => (id === 'm1' ? ({ name: '机动一组' } as never) : undefined) },
    identifier: (id) => `${id}.code`,
  });
  const answer = await devices({ ask: 'devices' }, {} as never);
  expect(answer).toMatchObject({
    granted: {
      devices: [
        {
          device: 'push:police:7',
          clock: 'dayOff',
          refused: [{ reason: 'older' }, { reason: 'jump' }],
          identifier: null,
        },
        { device: 'jt808:1', unitName: '机动一组', leads: true, believed: 7, lastAt: 50 },
        { device: 'osmand:phone', lastAt: null, clock: null, unitName: 'm2', identifier: 'phone.code', onDuty: false },
      ],
    },
  });
});
