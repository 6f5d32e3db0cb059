/** What officers saw on the spot stands, whatever registers say later. */
import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
import { brings, commandId, incidentOf, on, played, receive, said } from '../../../tests/support/incident-scene.ts';
import { about, assign, incidentId, sitePoint } from '../../../tests/support/night-scene.ts';
import { hour, minute } from '../../lib/time.ts';
import { must } from '../../lib/must.ts';
import { recommend } from '../rules/recommend.ts';

const silent = { wantsReply: 'no' } as const;
const provenance = { source: '许可部门日报', asOf: testNow, how: 'hand' } as const;
const permit = {
  type: 'RecordNightPermit',
  data: {
    ...{ id: 'p1', provenance },
    record: {
      ...{ number: '示夜 1', site: 'a', paper: '夜间施工许可', issuer: '许可部门', permits: 'nightWork' },
      ...{ work: '浇筑', from: testNow - hour, to: testNow + 6 * hour, conditions: [] },
    },
  },
};
const notice = {
  type: 'RecordRepairNotice',
  data: {
    ...{ id: 'n1', provenance },
    record: {
      ...{ number: '示抢 1', utility: 'water', at: sitePoint, radius: 200, address: '示意' },
      ...{ from: testNow - hour, to: testNow + 6 * hour, notifiedAt: testNow - hour },
    },
  },
};
const choose = on('ChooseSource', { site: 'a' });
const found = (kind = 'no-watchman', at = testNow + 10 * minute) => ({
  ...on('NoteFinding', { kind, happenedAt: at }),
  now: at + minute,
});
const again = (now = testNow + hour) => ({ ...on('AssessAgain'), now });
const last = (night: ReturnType<typeof played>) => must(incidentOf(night).assessments.at(-1), 'assessment');

describe('a finding', () => {
  test('stands when the registers are asked again, with who saw it and when, and what they say beside it', () => {
    const night = played(receive(1, silent), choose, found(), permit, again());
    expect(last(night)).toMatchObject({
      ...{ occasion: 'again', kind: 'no-watchman', byRegisters: 'valid', permit: { number: '示夜 1' } },
      findings: [{ kind: 'no-watchman', foundAt: testNow + 10 * minute, site: 'a', user: 'lin' }],
    });
    expect(last(night).reasons.slice(0, 2)).toEqual([
      { code: 'foundOnScene', params: { kind: 'no-watchman', foundAt: testNow + 10 * minute, site: 'a' } },
      { code: 'registersSay', params: { kind: 'valid' } },
    ]);
  });

  test('stands when a second unit arrives', () => {
    const second = assign(2, { unit: 'm2' });
    const night = played(receive(1, silent), choose, assign(), about('Arrive'), found('terms-not-met'), second);
    night.give({ ...about('Arrive', {}, 2), now: testNow + 40 * minute });
    expect(last(night)).toMatchObject({ occasion: 'arrival', kind: 'terms-not-met', byRegisters: 'none' });
  });

  test('the latest names it, and none is lost; one said late does not take its place', () => {
    const late = { ...on('NoteFinding', { kind: 'not-posted', happenedAt: testNow + minute }), now: testNow + hour };
    const night = played(receive(1, silent), choose, found(), late, again(testNow + 2 * hour));
    expect(last(night).kind).toBe('no-watchman');
    expect(incidentOf(night).findings.map(({ kind }) => kind)).toEqual(['no-watchman', 'not-posted']);
  });

  test('at another site than the one now acted upon is told, and does not name it', () => {
    const other = { ...on('ChooseSource', { site: 'b' }), now: testNow + hour };
    const night = played(receive(1, silent), choose, found(), other);
    expect(last(night)).toMatchObject({ kind: 'none', site: 'b' });
    expect(last(night)).not.toHaveProperty('byRegisters');
    expect(last(night).reasons[0]).toMatchObject({ code: 'foundElsewhere', params: { site: 'a' } });
  });

  test('is taken back whole by who noted it', () => {
    const night = played(receive(1, silent), choose, found());
    night.give({ ...on('UndoStep', { command: commandId(3) }), now: testNow + 11 * minute });
    night.give(again());
    expect(incidentOf(night).findings).toEqual([]);
    expect(last(night)).toMatchObject({ kind: 'none' });
  });
});

describe('what follows from it', () => {
  test('an announced repair no longer ends without an outcome', () => {
    const close = (...more: readonly Wish[]) =>
      brings(played(notice, receive(1, silent), choose, ...more), on('CloseIncident'));
    expect(close()).toEqual(['IncidentClosed']);
    expect(close(found('terms-not-met'), again())).toBe('ObligationOpen');
  });

  test('somebody has to be sent, whatever the complaint was first taken for', () => {
    const loud = { ...said, matter: 'loudspeaker' } as const;
    const night = played(receive(1, silent, loud));
    expect(incidentOf(night).next?.limit).toBe('acknowledge');
    night.give(found());
    night.give(again());
    night.give(on('AcknowledgeIncident'));
    expect(incidentOf(night).next?.limit).toBe('dispatch');
  });

  test('the recommendation looks at both', () => {
    const night = played(permit, receive(1, silent), choose, found(), again());
    const incident = must(night.reads.incident(incidentId(1)), 'incident');
    const { urgency, actions } = recommend(incident, night.reads, testNow + hour);
    expect(urgency).toBe('normal');
    expect(actions.map(({ code }) => code)).toEqual(expect.arrayContaining(['checkTerms', 'phoneSite']));
  });
});
