/** A night for the pages that look on: orders over HTTP, units on duty and sent, as the desk does it. */
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { composeSeat } from '../../seat/compose.ts';
import { tempFolder } from './hub-process.ts';
import { NightSeat } from './night-hub.ts';
import type { NightHub } from './night-hub.ts';

const orders = [
  ['12345', '斜土路小木桥路口往东那个工地，十点多了还在打桩，咚咚咚，要求马上停。'],
  ['12319', '宜山路近中山西路，混凝土车一辆接一辆，轰隆隆，这么晚谁批的？'],
  ['grid', '漕宝路柳州路工地夜间吊装钢筋，门口许可日期已过。'],
  ['12345', '斜土路小木桥路口那个工地还在打桩，吵得睡不着。'],
  ['110', '龙华中路滨江那边有人用大音响唱歌，报警也没用。'],
  ['12345', '楼上这么晚了还在装修电钻，在天钥桥路这边。'],
  ['12319', '不知道哪里一直嗡嗡响，整晚都有。'],
] as const;

/** Numbers by the order in which they came in. */
export interface PlayedNight {
  readonly ids: readonly string[];
}

/** Sends the orders, the first n of them. */
export async function receiveOrders(hub: NightHub, n: number = orders.length): Promise<PlayedNight> {
  const ids: string[] = [];
  for (const [index, [source, text]] of orders.slice(0, n).entries()) {
    const order = { source, externalId: `SH-20261121-${String(index + 1).padStart(4, '0')}`, text };
    const answer = await hub.call('POST', '/api/v1/incidents', { ...order, caller: { phone: `1390000000${index}` } });
    if (answer.status !== 201) throw new Error(`not taken: ${JSON.stringify(answer)}`);
    ids.push((answer.body as { readonly id: string }).id);
  }
  return { ids };
}

const units = ['m1', 'm2', 'm3', 'm4', 'z1-car', 'z2-car', 'z3-car', 'z4-car'];

/** A seat without a screen; whoever opens it closes it. */
export async function openDesk(hub: NightHub, login: string): Promise<NightSeat> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const seat = new NightSeat(composeSeat({ dataDir: tempFolder(), hubUrls: [hub.url], seatId: 'seat-desk', log }));
  return seat.signIn(login);
}

/** Night mode, and units that report for duty. */
export async function beginDuty(desk: NightSeat): Promise<void> {
  await desk.act('SwitchDutyMode', { mode: 'night', cause: 'person', reason: '夜间联防', reportNight: '2026-11-21' });
  await desk.until(() => units.every((id) => desk.document(`unit/${id}`) !== undefined));
  for (const id of units) await desk.act('SetUnitStatus', { id, status: 'available', channel: '电台' }, [`unit/${id}`]);
}

/** Sends a unit; returns the assignment. */
export async function sendUnit(desk: NightSeat, incident: string, unit: string): Promise<string> {
  const id = crypto.randomUUID();
  await desk.until(() => desk.document(`incident/${incident}`) !== undefined);
  await desk.act('AssignUnit', { id, incident, unit, queue: false }, [`incident/${incident}`, `unit/${unit}`]);
  await desk.until(() => desk.document(`assignment/${id}`) !== undefined);
  return id;
}

/**
 * The night under way, once units are on duty: the first stopped and waiting for its caller, the second with a unit on the spot, the third with
 * one under way, the fourth joined into the first, the rest untouched.
 */
export async function playNight(hub: NightHub, desk: NightSeat): Promise<PlayedNight> {
  const night = await receiveOrders(hub);
  const [first, second, third, fourth] = night.ids.map((id) => must(id, 'an id'));
  const about = (assignment: string): readonly string[] => [`assignment/${assignment}`];
  const one = await sendUnit(desk, must(first, 'the first'), 'm1');
  await desk.act('Arrive', { assignment: one, channel: 'radio' }, about(one));
  await desk.act('ReportOutcome', { assignment: one, kind: 'stopped', channel: 'radio' }, about(one));
  const two = await sendUnit(desk, must(second, 'the second'), 'z3-car');
  await desk.act('Arrive', { assignment: two, channel: 'phone' }, about(two));
  await sendUnit(desk, must(third, 'the third'), 'm2');
  await desk.until(() => desk.document<IncidentState>(`incident/${fourth ?? ''}`) !== undefined);
  const streams = [`incident/${fourth ?? ''}`, `incident/${first ?? ''}`];
  await desk.act('JoinIncident', { incident: must(fourth, 'the fourth'), into: must(first, 'the first') }, streams);
  return night;
}
