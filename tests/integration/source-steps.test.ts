/** 约谈 and 抄告 through a whole hub: who may note them, of what, and where their words stay. */
import { afterAll, expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { cleanUp, openNightSeat, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

test('a squad room notes talks with the sources of its own work; what was said stays in the vault', async () => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const [desk, room] = await Promise.all([
    openNightSeat(hub, 'seat-desk', 'zhihui1'),
    openNightSeat(hub, 'seat-room', 'fenglin'),
  ]);
  const taken = async (externalId: string, text: string): Promise<string> => {
    const { body } = await hub.call('POST', '/api/v1/incidents', { source: '12345', externalId, text });
    const { id } = body as { readonly id: string };
    await desk.until(() => desk.document(`incident/${id}`) !== undefined);
    return id;
  };
  const own = await taken('1', '斜土路小木桥路口的工地十点多了还在打桩');
  const other = await taken('2', '漕宝路柳州路工地夜间吊装钢筋');
  const nowhere = await taken('3', '不知道哪里轰隆隆的响');
  await room.until(() => room.document(`incident/${own}`) !== undefined);
  const of = (id: string) => desk.document<IncidentState>(`incident/${id}`);
  const talk = { with: 'contractor', promised: ['noNightWork'], personal: { text: '工地代表当面答应夜里不做' } };

  await expect(room.act('RecordSourceTalk', { ...talk, incident: other })).rejects.toThrow('NotAllowed');
  await expect(desk.act('RecordSourceTalk', { ...talk, incident: nowhere })).rejects.toThrow('SourceNotNamed');
  await room.act('RecordSourceTalk', { ...talk, incident: own });
  await desk.until(() => of(own)?.sourceSteps.length === 1);
  expect(of(own)?.sourceSteps).toMatchObject([{ kind: 'talk', site: of(own)?.site, promised: ['noNightWork'] }]);
  expect(of(own)?.notes).toMatchObject([{ of: 'SourceTalkHeld', personal: { has: ['text'] } }]);
  expect(JSON.stringify(of(own))).not.toContain('当面答应');

  const notice = { incident: own, way: 'document' };
  await expect(desk.act('RecordSourceNotice', { ...notice, authority: '某某' })).rejects.toThrow('AuthorityUnknown');
  await desk.act('RecordSourceNotice', { ...notice, authority: '公安' });
  await desk.until(() => of(own)?.sourceSteps.length === 2);
  const step = of(own)?.sourceSteps[0]?.step ?? '';
  await desk.act('CorrectSourceStep', { incident: own, step, why: 'wrongEntry' });
  await desk.until(() => of(own)?.sourceSteps[0]?.corrected?.why === 'wrongEntry');
});
