/**
 * The labelled examples of a night, each from the caller's words to the proposal: what was understood, which site, what
 * the registers say, whom to send, what to do beside it, and the trap that lies in each. Registers of the demo district.
 */
import { describe, expect, test } from 'vitest';
import { callerOnLingling, exampleCrossings } from '../../build/demo-district/roads.ts';
import type { Recommendation } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { destination } from '../../shared/geo/point.ts';
import { must } from '../../shared/lib/must.ts';
import { DemoNight } from '../support/demo-night.ts';
import type { Said } from '../support/demo-night.ts';

const kindOf = (incident: IncidentState) => must(incident.assessments.at(-1), 'assessment').kind;
const lastOf = (incident: IncidentState) => must(incident.assessments.at(-1), 'assessment');
const firstUnit = ({ units }: Recommendation) => units[0]?.name;
const codes = (of: readonly { readonly code: string }[]) => of.map(({ code }) => code);
const action = ({ actions }: Recommendation, code: string) => actions.find((one) => one.code === code)?.params;
const nameOfSquad = (night: DemoNight, { placing }: IncidentState) =>
  placing.squad === null ? null : night.world().reads.squad(placing.squad)?.name;

const one: Said = {
  text: '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,家里老人心脏不好,要求马上停。',
  ...{ time: '22:41', source: '12345' },
};
const two: Said = {
  text: '我住零陵路这边小区,窗户一震一震的,声音从北边传过来,有半个钟头了。',
  ...{ time: '22:49', source: 'phone' },
  position: { ...callerOnLingling, of: 'caller' },
};
const three: Said = {
  text: '你们人来过是吧?走了十分钟又打起来了!别说是我讲的,工地的人认识我。',
  ...{ time: '00:20', source: 'phone' },
};
const four: Said = {
  text: '宜山路近中山西路,混凝土车一辆接一辆,轰隆隆,这么晚谁批的?',
  ...{ time: '23:05', source: '12319' },
};
const five: Said = {
  text: '宜山路那个浇混凝土的还没停,不是说两点结束吗,骗人!',
  ...{ time: '02:35', source: '12345' },
};
const six: Said = {
  text: '漕宝路柳州路工地夜间吊装钢筋,门口许可日期已过。',
  ...{ time: '22:58', source: 'grid' },
};

describe('a site without a permit on file', () => {
  test('1: 斜土路×小木桥路 is in 枫林, and nobody says more than that nothing was found', () => {
    const night = new DemoNight();
    const incident = night.incident(night.receive(one));
    expect(incident.match).toMatchObject({ status: 'certain', site: 'a' });
    expect(incident.placing).toMatchObject({ street: '枫林路街道', squad: 'fenglin', zone: 'z2', certain: true });
    expect(nameOfSquad(night, incident)).toBe('枫林中队');
    expect(lastOf(incident)).toMatchObject({ kind: 'none', legalNight: true, siteName: '示例工地 A', permit: null });
    expect(lastOf(incident).registers).toContainEqual({
      ...{ register: 'nightPermit', source: '示例日报（示意）', asOf: night.at('20:30'), stale: false },
    });
    const proposal = night.recommend(incident.id);
    expect(proposal).toMatchObject({ advice: 'send', urgency: 'urgent', questions: [] });
    expect(proposal.units[0]).toMatchObject({
      name: '机动一组',
      task: 'enforce',
      rank: 1,
      jobsBefore: 0,
      warnings: [],
    });
    expect(action(proposal, 'phoneSite')).toEqual({ site: 'a', onFile: true });
    expect(action(proposal, 'tellSquad')).toEqual({ squad: 'fenglin', name: '枫林中队' });
    expect(JSON.stringify([incident, proposal])).not.toContain('无证');
    expect(JSON.stringify(incident)).not.toContain('心脏');
  });

  test('2: a second caller from 零陵路 is offered for joining, never joined, and no second unit goes', () => {
    const night = new DemoNight();
    const first = night.receive(one);
    night.send(first, 'm1', '22:43');
    const incident = night.incident(night.receive(two));
    expect(incident.match).toMatchObject({ status: 'proposed', site: 'a' });
    expect(incident.placing.at).toBeNull();
    expect(incident.joinedInto).toBeNull();
    expect(kindOf(incident)).toBe('none');
    expect(codes(lastOf(incident).reasons)).toContain('sourceProposed');
    const proposal = night.recommend(incident.id);
    expect(proposal.advice).toBe('join');
    expect(action(proposal, 'join')).toEqual({ incident: first, number: night.incident(first).number });
    expect(action(proposal, 'phoneSite')).toBeUndefined();

    night.give('ChooseSource', { incident: incident.id, site: 'a' }, '22:51');
    expect(lastOf(night.incident(incident.id))).toMatchObject({ kind: 'none', site: 'a' });
    expect(codes(lastOf(night.incident(incident.id)).reasons)).not.toContain('sourceProposed');
    night.give('JoinIncident', { incident: incident.id, into: first }, '22:52');
    expect([night.incident(first).wantsReply, night.incident(incident.id).wantsReply]).toEqual(['yes', 'yes']);
  });

  test('3: it began again: the first one is reopened, on top, for the group that had left; the caller stays secret', () => {
    const night = new DemoNight();
    const first = night.receive(one);
    const assignment = night.send(first, 'm1', '22:43');
    night.give('Arrive', { assignment, channel: 'radio' }, '23:02');
    night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '00:09');
    const again = night.incident(night.receive(three));
    expect(again).toMatchObject({ confidential: true, match: { status: 'certain', site: 'a' }, site: 'a' });
    expect(again.marks).toEqual(expect.arrayContaining(['relapse', 'confidential']));
    expect(kindOf(again)).toBe('none');
    expect(night.incident(first).reopened).toMatchObject([{ because: 'relapse', by: again.id }]);
    // Somebody nearer must not take their place.
    night.place('m2', 121.4495, 31.1914);
    const proposal = night.recommend(first);
    expect(proposal).toMatchObject({ advice: 'send', urgency: 'top' });
    expect(proposal.units[0]).toMatchObject({ name: '机动一组' });
    expect(codes(proposal.units[0]?.reasons ?? [])).toContain('wasThereBefore');
    expect(codes(proposal.actions)).toEqual(expect.arrayContaining(['tellShiftLead', 'caseEvidence']));
    const ofCall = night.recommend(again.id);
    expect(ofCall).toMatchObject({ urgency: 'top' });
    expect(firstUnit(ofCall)).toBe('机动一组');
    expect(codes(ofCall.actions)).toContain('keepCallerSecret');
    // Whether the caller is the same is not known: the call stands beside it until a person joins them.
    expect(again.joinedInto).toBeNull();
  });
});

describe('a site with a permit until two', () => {
  test('4: valid is to be verified by the car of the zone; the mobile groups are not spent', () => {
    const night = new DemoNight();
    const incident = night.incident(night.receive(four));
    expect(incident).toMatchObject({ match: { status: 'certain', site: 'b' }, placing: { street: '田林街道' } });
    expect(lastOf(incident)).toMatchObject({
      kind: 'valid',
      permit: { number: '示夜 0117', from: night.at('22:00'), to: night.at('02:00') },
    });
    const proposal = night.recommend(incident.id);
    expect(proposal).toMatchObject({ advice: 'send', urgency: 'low' });
    expect(proposal.units[0]).toMatchObject({ name: '三区 1 车', task: 'verify' });
    expect(action(proposal, 'checkTerms')).toEqual({ number: '示夜 0117', to: night.at('02:00') });
  });

  test('5: past two it is out of hours, by a finding of its own', () => {
    const night = new DemoNight();
    const before = night.receive(four);
    const assignment = night.send(before, 'z3-car', '23:08');
    night.give('Arrive', { assignment, channel: 'radio' }, '23:25');
    night.give('ReportOutcome', { assignment, kind: 'permittedAndCompliant', channel: 'radio' }, '23:40');
    const incident = night.incident(night.receive(five));
    expect(incident.id).not.toBe(before);
    expect(incident.match.site).toBe('b');
    expect(lastOf(incident)).toMatchObject({ kind: 'out-of-hours', permit: { number: '示夜 0117' } });
    expect(codes(lastOf(incident).reasons)).toContain('permitEnded');
    expect(night.incident(before).assessments.map(({ kind }) => kind)).not.toContain('out-of-hours');
    const proposal = night.recommend(incident.id);
    expect(firstUnit(proposal)).toBe('机动二组');
    // Only a road was named: a person says yes to the site first.
    expect(proposal).toMatchObject({ advice: 'confirm', urgency: 'urgent' });
    expect(codes(proposal.questions)).toContain('isItThisSite');
    expect(action(proposal, 'evidenceEnd')).toEqual({ number: '示夜 0117', to: night.at('02:00') });
  });
});

describe('papers that are none', () => {
  test('6: a permit that has run out, though a paper hangs at the gate', () => {
    const night = new DemoNight();
    const incident = night.incident(night.receive(six));
    expect(incident).toMatchObject({ match: { status: 'certain', site: 'c' }, placing: { street: '康健新村街道' } });
    expect(lastOf(incident)).toMatchObject({ kind: 'expired', permit: { number: '示夜 0098' } });
    const proposal = night.recommend(incident.id);
    expect(proposal).toMatchObject({ advice: 'send', urgency: 'urgent' });
    expect(proposal.units[0]).toMatchObject({ name: '机动三组', task: 'enforce' });
    expect(codes(proposal.actions)).toEqual(expect.arrayContaining(['photoNotice', 'phoneSite']));
    expect(action(proposal, 'tellSquad')).toEqual({ squad: 'kangjian', name: '康健中队' });
  });

  test('7: a road occupation permit is no night permit; the group goes there after its job', () => {
    const night = new DemoNight();
    night.send(night.receive(one), 'm1', '22:43');
    night.send(night.receive(six), 'm3', '23:00');
    night.status('m2', 'resting', '23:10');
    const incident = night.incident(
      night.receive({
        text: '桂林路田林路在挖马路,破碎锤响了一个钟头,工人说交警叫他们晚上干的。',
        ...{ time: '23:20', source: 'phone' },
      }),
    );
    expect(incident).toMatchObject({ match: { site: 'e' }, placing: { street: '虹梅路街道', squad: 'hongmei' } });
    expect(kindOf(incident)).toBe('none');
    expect(codes(lastOf(incident).reasons)).toContain('notANightPermit');
    const proposal = night.recommend(incident.id);
    expect(proposal.units[0]).toMatchObject({ name: '机动三组', jobsBefore: 1 });
    // It is not free: one key must not send it.
    expect(proposal.advice).toBe('confirm');
    expect(proposal.excluded).toContainEqual(expect.objectContaining({ unit: 'm2' }));
    expect(action(proposal, 'dutyLine')).toMatchObject({ contacts: ['road'] });
    // The reserve is the last of all.
    expect(proposal.units.at(-1)?.name).toBe('机动四组');
  });

  test('9: a permit on file does not save a site in the days of the examinations', () => {
    const night = new DemoNight('2027-06-05');
    const incident = night.incident(
      night.receive({
        text: '后天孩子高考,龙华西路天钥桥路工地还在敲,门口明明贴着许可!',
        ...{ time: '23:10', source: '12345' },
      }),
    );
    expect(incident).toMatchObject({ match: { site: 'd' }, placing: { street: '龙华街道' } });
    expect(lastOf(incident)).toMatchObject({
      kind: 'quiet',
      permit: { number: '示夜 0301' },
      quietPeriod: { name: '示例考试禁噪期' },
    });
    expect(codes(lastOf(incident).reasons)).toEqual(expect.arrayContaining(['permitDoesNotHelp', 'paperSaidPosted']));
    const proposal = night.recommend(incident.id);
    expect(proposal).toMatchObject({ advice: 'send', urgency: 'top' });
    expect(proposal.units[0]).toMatchObject({ name: '机动一组', task: 'enforce' });
    expect(action(proposal, 'dutyLine')).toMatchObject({ contacts: ['ecology'] });
  });
});

describe('repairs', () => {
  const text = '老沪闵路罗秀路口冒水,挖机半夜在挖,吵得不得了,能不能白天修?';

  test('8: an announced repair asks for no group; the water duty line, and the car of the zone in passing', () => {
    const night = new DemoNight();
    const incident = night.incident(night.receive({ text, time: '23:52', source: '12345' }));
    expect(incident.placing.street).toBe('凌云路街道');
    expect(lastOf(incident)).toMatchObject({ kind: 'emergency', notice: { number: '示抢 0042', utility: 'water' } });
    const proposal = night.recommend(incident.id);
    expect(proposal).toMatchObject({ advice: 'noUnit', urgency: 'low' });
    expect(action(proposal, 'dutyLine')).toMatchObject({ contacts: ['water'] });
    expect(action(proposal, 'lookInPassing')).toEqual({ unit: 'z4-car', name: '四区 1 车' });
    expect(proposal.units.findIndex(({ unit }) => unit === 'm1')).toBeGreaterThan(0);
  });

  test('8: the same words before the announced hour, or elsewhere, are not covered by the notice', () => {
    const night = new DemoNight();
    const early = night.incident(night.receive({ text, time: '22:40', source: '12345' }));
    expect(kindOf(early)).not.toBe('emergency');
    expect(codes(lastOf(early).reasons)).toContain('noticeNotThisHour');
    const [lon, lat] = exampleCrossings.F.at;
    const farther = { ...destination({ lon, lat }, 400, 0), of: 'place' } as const;
    const words = '路口冒水,挖机半夜在挖,吵得不得了';
    const other = night.incident(night.receive({ text: words, time: '23:52', source: '12345', position: farther }));
    expect(kindOf(other)).not.toBe('emergency');
  });

  test('X1: a repair that somebody only speaks of is verified by a mobile group', () => {
    const night = new DemoNight();
    const incident = night.incident(
      night.receive({ text: '龙漕路有人电镐挖人行道,说抢修电缆,没看到牌子', time: '00:10', source: 'phone' }),
    );
    expect(incident.placing.roads).toEqual(['龙漕路']);
    expect(kindOf(incident)).toBe('claimed-emergency');
    const proposal = night.recommend(incident.id);
    expect(proposal.advice).toBe('confirm');
    expect(proposal.units[0]).toMatchObject({ name: expect.stringContaining('机动') as string, task: 'verify' });
    expect(action(proposal, 'dutyLine')?.['contacts']).toContain('power');
  });
});

describe('places nobody has on a list, or nobody can name', () => {
  test('10: a fenced plot without a board is not taken for the registered site near it', () => {
    const night = new DemoNight();
    night.place('m2', 121.446, 31.13);
    const incident = night.incident(
      night.receive({
        text: '华泾这边龙吴路边上一块围起来的空地,没牌子,里面有挖机,不知道啥工地。',
        ...{ time: '00:48', source: 'phone' },
      }),
    );
    expect(incident.match).toMatchObject({ status: 'notInRegister', site: null });
    expect(incident).toMatchObject({ site: null, placing: { street: '华泾镇', zone: 'z4' } });
    expect(kindOf(incident)).toBe('not-in-register');
    const proposal = night.recommend(incident.id);
    expect(proposal).toMatchObject({ advice: 'confirm', urgency: 'urgent' });
    expect(firstUnit(proposal)).toBe('机动二组');
    expect(action(proposal, 'zoneCarHelps')).toEqual({ unit: 'z4-car', name: '四区 1 车' });
    expect(codes(proposal.actions)).toContain('registerSite');
    expect(action(proposal, 'dutyLine')).toMatchObject({ contacts: ['construction'] });
    expect(action(proposal, 'phoneSite')).toBeUndefined();
  });

  test('14: a hum that nobody can place sends nobody: four questions, and ten minutes for a second caller', () => {
    const night = new DemoNight();
    const incident = night.incident(
      night.receive({ text: '我这边吵死了,一直嗡嗡嗡,说不清哪里,你们快来。', time: '01:05', source: 'phone' }),
    );
    expect(incident).toMatchObject({ matter: 'unknownNoise', site: null, match: { site: null } });
    expect(kindOf(incident)).toBe('unknown');
    const proposal = night.recommend(incident.id);
    expect(proposal.advice).toBe('ask');
    expect(codes(proposal.questions)).toEqual(['whichRoad', 'nearWhat', 'whatSound', 'sinceWhen']);
    expect(action(proposal, 'holdForSecondCaller')).toEqual({ minutes: 10 });
  });

  test('15: 斜土路 is ours, but 瑞金南路 is across the border', () => {
    const night = new DemoNight();
    const incident = night.incident(
      night.receive({ text: '斜土路靠近瑞金南路,工地半夜切割,徐汇城管管不管?', time: '23:33', source: '12345' }),
    );
    expect(incident).toMatchObject({ match: { status: 'outside' }, placing: { outside: '黄浦区', squad: null } });
    expect(lastOf(incident)).toMatchObject({ kind: 'other', authority: '黄浦区城管', site: null });
    const proposal = night.recommend(incident.id);
    expect(proposal.advice).toBe('refer');
    expect(action(proposal, 'returnTo')).toEqual({ district: '黄浦区', contact: 'huangpu' });
  });
});

describe('matters of others', () => {
  test('11: renovation on a Saturday: quiet all day, though it is not the law’s night; none of ours goes', () => {
    const night = new DemoNight();
    const incident = night.incident(
      night.receive({
        text: '示例小区甲 7 号楼 902 还在电钻装修,说了不听,物业不管。',
        ...{ time: '21:40', source: '12345' },
      }),
    );
    expect(incident.matter).toBe('renovationNoise');
    expect(lastOf(incident)).toMatchObject({ kind: 'other', authority: '公安', legalNight: false, permit: null });
    expect(lastOf(incident).handling).toContain('物业');
    expect(lastOf(incident).reasons).toContainEqual({ code: 'renovationQuietTime', params: { restDay: true } });
    const proposal = night.recommend(incident.id);
    expect(proposal.advice).toBe('refer');
    expect(action(proposal, 'refer')).toMatchObject({ authority: '公安', contact: 'police' });
    expect(JSON.stringify(incident)).not.toContain('902');
  });

  test('12: loud music in a square before ten: back to the police, by another clock than the law’s night', () => {
    const night = new DemoNight();
    const incident = night.incident(
      night.receive({ text: '浦北路示例绿地广场舞音响特别大,请城管到场。', time: '21:15', source: '110' }),
    );
    expect(incident.matter).toBe('loudspeaker');
    expect(incident.placing.name).toBe('示例绿地');
    expect(lastOf(incident)).toMatchObject({ kind: 'other', authority: '公安', legalNight: false });
    expect(codes(lastOf(incident).reasons)).toContain('notTheLegalNight');
    const proposal = night.recommend(incident.id);
    expect(proposal.advice).toBe('refer');
    // If stalls stand beside it, the car of the zone is the one to go.
    expect(firstUnit(proposal)).toBe('三区 1 车');
  });

  test('13: trucks are the traffic police’s, the mud is ours: two matters, and a look where they come from', () => {
    const night = new DemoNight();
    const incident = night.incident(
      night.receive({
        text: '龙吴路一晚上渣土车,刹车放气砰砰响,还掉了一地泥。',
        ...{ time: '01:30', source: 'phone' },
      }),
    );
    expect(incident).toMatchObject({ matter: 'truckNoise', site: null });
    expect(incident.also).toContain('roadSpill');
    expect(lastOf(incident)).toMatchObject({ kind: 'other', authority: '交警' });
    const proposal = night.recommend(incident.id);
    expect(proposal.advice).toBe('refer');
    expect(action(proposal, 'refer')).toMatchObject({ matter: 'truckNoise', contact: 'traffic' });
    expect(action(proposal, 'splitMatter')).toEqual({ matter: 'roadSpill' });
    expect(action(proposal, 'dutyLine')).toMatchObject({ contacts: ['sanitation'] });
    expect(action(proposal, 'lookForOrigin')).toEqual({ metres: 500, sites: ['s01'] });
    expect(firstUnit(proposal)).toBe('四区 1 车');
  });

  test('X3: light is no noise: no word about permits', () => {
    const night = new DemoNight();
    const incident = night.incident(night.receive({ text: '工地灯光太亮照得睡不着', time: '22:20', source: 'phone' }));
    expect(incident.matter).toBe('light');
    expect(lastOf(incident)).toMatchObject({ kind: 'other', permit: null });
    expect(codes(lastOf(incident).reasons)).toContain('lightNotNoise');
    expect(lastOf(incident).registers.map(({ register }) => register)).not.toContain('nightPermit');
    expect(night.recommend(incident.id).advice).toBe('ask');
  });
});

test('X2: steel before six is judged by the night, though the unit comes after it', () => {
  const night = new DemoNight();
  const [lon, lat] = exampleCrossings.A.at;
  const id = night.receive({
    text: '五点多就卸钢管',
    ...{ time: '05:52', source: 'grid', position: { lon, lat, of: 'place' } },
  });
  const received = night.incident(id);
  expect(lastOf(received)).toMatchObject({ kind: 'none', legalNight: true, site: 'a' });
  const assignment = night.send(id, 'm1', '05:54');
  night.give('Arrive', { assignment, channel: 'radio' }, '06:08');
  const { assessments } = night.incident(id);
  expect(assessments.map(({ kind, occasion }) => [kind, occasion])).toEqual([
    ['none', 'report'],
    ['not-at-night', 'arrival'],
  ]);
  expect(codes(must(assessments[1], 'second').reasons)).toContain('earlierActStands');
});
