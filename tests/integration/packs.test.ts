/** Packs as they reach the hub: over HTTP, at the start, and what a bad one is told. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { cleanUp, get, runHub, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { smallPack } from '../support/small-pack.ts';
import { openWorkHub } from '../support/work-hub.ts';

afterAll(cleanUp);
const pack = smallPack();

describe('over HTTP', () => {
  test('a pack goes in once; its plates can be had by their hash', async () => {
    const at = await openWorkHub();
    const before = at.events().length;
    const first = await at.send('POST', '/api/v1/pack', pack);
    expect([first.status, first.body]).toEqual([200, { plates: expect.stringMatching(/^[0-9a-f]{64}$/), changed: 8 }]);
    expect(at.events().length).toBe(before + 9);
    const again = await at.send('POST', '/api/v1/pack', pack);
    expect(again.body).toEqual({ ...first.body, changed: 0 });
    expect(at.events().length).toBe(before + 9);
    const plates = await at.send('GET', `/api/v1/plates/${String(first.body['plates'])}`);
    expect(plates.body).toEqual(JSON.parse(JSON.stringify(pack.plates)));
    expect((await at.send('GET', `/api/v1/plates/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await at.send('GET', '/api/v1/plates/x')).body).toMatchObject({ code: 'InvalidInput', field: 'hash' });
  });

  test('a bad one leaves nothing, and is told path, row and reason', async () => {
    const at = await openWorkHub();
    const before = at.events().length;
    const [unit] = pack.registers.units;
    const withUnits = (units: unknown) => ({ ...pack, registers: { ...pack.registers, units } });
    const missing = await at.send(
      'POST',
      '/api/v1/pack',
      withUnits([{ ...unit, record: { ...unit?.record, name: '' } }]),
    );
    expect([missing.status, missing.body]).toEqual([
      400,
      { code: 'InvalidInput', field: 'registers.units.0.record.name', message: expect.stringContaining('太小') },
    ]);
    const ghost = withUnits([{ ...unit, record: { ...unit?.record, squad: 'ghost' } }]);
    const dangling = await at.send('POST', '/api/v1/pack', ghost);
    expect([dangling.status, dangling.body]).toEqual([
      422,
      {
        ...{ code: 'ReferenceUnknown', field: 'registers.units.0.record.squad' },
        message: 'units u1 registers.units.0.record.squad：所指的编号不存在（ghost）',
      },
    ]);
    const stranger = await at.send('POST', '/api/v1/pack', { ...pack, extra: 1 });
    expect(stranger.body).toMatchObject({ code: 'InvalidInput', field: 'extra' });
    expect((await at.send('POST', '/api/v1/pack', pack, false)).status).toBe(401);
    expect(at.events().length).toBe(before);
  });

  test('a pack may be larger than any other body, and there is a limit', async () => {
    const at = await openWorkHub();
    const large = { ...pack, extra: 'x'.repeat(400_000) };
    expect((await at.send('POST', '/api/v1/pack', large)).status).toBe(400);
    expect((await at.send('POST', '/api/v1/session', large)).status).toBe(413);
  });

  test('without room it is asked to come again', async () => {
    const at = await openWorkHub();
    at.volume.free = 0;
    const reply = await at.send('POST', '/api/v1/pack', pack);
    expect([reply.status, reply.body['code'], reply.headers.get('retry-after')]).toEqual([503, 'StorageFull', '30']);
    at.volume.free = Number.MAX_SAFE_INTEGER;
    expect((await at.send('POST', '/api/v1/pack', pack)).status).toBe(200);
  });
});

test('units are told with the age of what is known of their place', async () => {
  const at = await openWorkHub({ pack });
  const reply = await at.send('GET', '/api/v1/units');
  expect(reply.body).toMatchObject({ units: [{ id: 'u1', name: '枫林 1 车', status: 'offDuty', position: null }] });
});

test('at the start: taken in once, refused with file, path and reason, before anything is made', async () => {
  const folder = tempFolder();
  const good = join(folder, 'good.json');
  writeFileSync(good, JSON.stringify(smallPack(Date.now())));
  const args = ['--data', join(folder, 'data'), '--port', '0', '--demo', '--api-key', testKey, '--log-level', 'error'];
  const seqs: unknown[] = [];
  for (let start = 0; start < 2; start += 1) {
    const hub = startHub([...args, '--pack', good]);
    const { http } = await hub.listening;
    const { body } = await get(http, '/api/v1/units', testKey);
    expect(body).toMatchObject({ units: [{ id: 'u1' }] });
    seqs.push((await get(http, '/healthz')).body['seq']);
    hub.signal('SIGTERM');
    expect((await hub.exited).code).toBe(0);
  }
  expect(seqs[1]).toBe(seqs[0]);

  const bad = join(folder, 'bad.json');
  const refusedAt = async (text: string, data: string) => {
    writeFileSync(bad, text);
    const { code, log } = await runHub(['--data', join(folder, data), '--port', '0', '--demo'], {
      env: { LIANQIN_PACK: bad, LIANQIN_LOG_LEVEL: 'error' },
    });
    return { code, lines: log.trim().split('\n') };
  };
  expect(await refusedAt('{', 'none')).toEqual({ code: 2, lines: [`--pack ${bad}: 不是 JSON 文件`] });
  expect(await refusedAt('{"format":2}', 'none')).toEqual({
    code: 2,
    lines: [`--pack ${bad}: format：不是允许的取值`],
  });
  const { registers } = pack;
  const dangling = JSON.stringify({ ...pack, registers: { ...registers, squads: [] } });
  const refused = await refusedAt(dangling, 'fresh');
  expect(refused.code).toBe(2);
  expect(refused.lines.at(-1)).toContain(`--pack ${bad}: zones z1 registers.zones.0.record.squads.0：所指的编号不存在`);
});
