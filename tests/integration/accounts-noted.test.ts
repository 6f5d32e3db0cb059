/** That every door's log-in, and every look, stands in the access log by itself. */
import { expect, test, vi } from 'vitest';
import { ask, linked, officeKey } from '../support/office-hub.ts';
import { FieldDevice } from '../support/field-device.ts';
import { openRightsHub } from '../support/rights-hub.ts';

test('a key made for a device, and the device that comes in by it', async () => {
  const at = await openRightsHub();
  const { status, body } = await at.post('/api/v1/units/m3/key', {}, officeKey);
  expect(status).toBe(200);
  await FieldDevice.connect(at.url, { unit: 'm3', key: (body as { readonly key: string }).key });
  const lines = (): readonly string[] => at.noted().filter((line) => line.includes('m3'));
  await vi.waitUntil(() => lines().length === 3, { timeout: 30_000 });
  expect(lines()).toEqual([
    'makeKey api m3 device',
    expect.stringMatching(/^login unit:m3 unitKey [0-9a-f]{16}$/),
    // The words that were waiting for it are handed to it, and that is a look too.
    `vaultRead unit:m3 ${at.messageRef} message`,
  ]);
});

test('each look at the way of a unit, however many there are, with its own reason', async () => {
  const at = await openRightsHub();
  await at.make('inspector', [{ role: 'inspection' }]);
  const link = await linked(at, await at.enter('inspector', 'seat1'), 'seat1');
  const to = Date.now();
  for (let i = 0; i < 30; i += 1)
    expect(await ask(link, { ask: 'track', unit: 'm3', from: to - 60_000, to, reason: `复核 ${i} 号` })).toMatchObject({
      status: 'granted',
    });
  const looks = at.noted().filter((line) => line.startsWith('track '));
  expect(looks).toHaveLength(30);
  for (const [i, line] of looks.entries()) expect(line).toContain(`: 复核 ${i} 号`);
});
