/** The seat as it is put together for work, against the hub as it is started for work: log-in, feed, commands. */
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { composeSeat } from '../../seat/compose.ts';
import type { SeatDocument, SeatStatus } from '../../shared/wire/seat-api.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { quietLog } from '../support/shell-seat.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

afterAll(cleanUp);

test('a shift lead logs in, switches the duty mode, and sees it; two seats hold the same', async () => {
  const hub = startHub(['--data', tempFolder(), '--port', '0', '--demo', '--api-key', testKey, '--log-level', 'error']);
  const { http } = await hub.listening;
  const hubUrls = [`http://127.0.0.1:${http}`];

  function open(seatId: string) {
    const composed = composeSeat({ dataDir: temporaryFolder(), hubUrls, seatId, log: quietLog });
    onTestFinished(() => composed.close());
    const documents = new Map<string, SeatDocument>();
    let status: SeatStatus | undefined;
    composed.seat.onPush((push) => {
      if (push.push === 'status') ({ status } = push);
      if (push.push === 'opened' || push.push === 'changed')
        for (const document of push.documents) documents.set(document.stream, document);
    });
    return { seat: composed.seat, documents, status: () => status };
  }
  const lead = open('lead');
  const desk = open('desk');
  expect(await lead.seat.request('login', { login: 'zhiban', password: 'wrong' })).toMatchObject({
    code: 'WrongLogin',
  });
  expect(await lead.seat.request('login', { login: '', password: 'x' })).toMatchObject({ code: 'InvalidMessage' });
  for (const [one, login] of [
    [lead, 'zhiban'],
    [desk, 'yeban'],
  ] as const) {
    await one.seat.request('watch', { watch: 1, kinds: ['dutyMode'] });
    expect(await one.seat.request('login', { login, password: 'lianqin-demo' })).toMatchObject({ status: 'signedIn' });
    await vi.waitFor(() => expect(one.status()?.link).toBe('live'), { timeout: 10_000 });
  }
  expect(lead.status()).toMatchObject({ seat: 'lead', user: { login: 'zhiban' }, clockRate: 1 });

  const data = { mode: 'holiday', cause: 'person', reason: '国庆' };
  const submitted = await lead.seat.request('submit', { type: 'SwitchDutyMode', data, basedOn: {} });
  expect(submitted.status).toBe('queued');
  for (const { documents } of [lead, desk])
    await vi.waitFor(() => expect(documents.get('dutyMode/bureau')?.state).toMatchObject({ mode: 'holiday' }));
  const digests = await Promise.all([lead, desk].map(({ seat }) => seat.request('checkDigest', {})));
  expect(digests).toMatchObject([{ status: 'equal' }, { status: 'equal' }]);
  expect(await desk.seat.request('history', { stream: 'dutyMode/bureau' })).toMatchObject({ complete: true });

  // Not a right of the night desk: the hub says so, and it lies in the tray.
  const refused = await desk.seat.request('submit', { type: 'SwitchDutyMode', data, basedOn: {} });
  await vi.waitFor(async () => {
    const { entries } = await desk.seat.request('outbox', {});
    expect(entries).toMatchObject([{ id: refused.status === 'queued' ? refused.entry : '', state: 'refused' }]);
  });

  await lead.seat.request('logout', {});
  await vi.waitFor(() => expect(lead.status()).toMatchObject({ link: 'signedOut', user: null }));
});
