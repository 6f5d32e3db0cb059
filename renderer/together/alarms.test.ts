/** What is called out, when, and what becomes of it where there is no sound. */
import { describe, expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { MessageState } from '../../shared/domain/message/state.ts';
import type { Alarm, AlarmSources } from './alarms.ts';
import { AlarmRota, alarmsOf, calledEvery } from './alarms.ts';
import type { SoundPort, SoundState } from './caller.ts';
import { Caller } from './caller.ts';
import { soundFrom, usualSound } from './sound-settings.ts';
import { asideKey } from './put-aside.ts';

const incident = (id: string, more: Partial<IncidentState> = {}): IncidentState =>
  ({
    ...{ id, number: `n-${id}`, headline: '施工噪声', source: '12345', stage: 'received', outcome: null, reopened: [] },
    ...{ acknowledged: null, claim: null, closed: null, joinedInto: null, next: { limit: 'dispatch', at: 5_000 } },
    ...more,
  }) as unknown as IncidentState;
const done = { at: 1, user: 'p2' };
const claimed = { user: 'p2' } as NonNullable<IncidentState['claim']>;
const message = (id: string, readAt: number | null, urgent = true): MessageState =>
  ({
    ...{ id, urgent, incident: null, from: { name: '指挥一席' } },
    receivers: [{ kind: 'person', id: 'p1', readAt }],
  }) as unknown as MessageState;
const found = (more: Partial<AlarmSources>): readonly string[] =>
  alarmsOf({ incidents: [], messages: [], user: 'p1', takes: true, now: 1_000, ...more }).map(({ key }) => key);

describe('what has to be heard', () => {
  test('a new one until it is acknowledged or claimed, by whomever', () => {
    expect(found({ incidents: [incident('1')] })).toEqual(['new/1']);
    expect(found({ incidents: [incident('1', { acknowledged: done })] })).toEqual([]);
    expect(found({ incidents: [incident('1', { claim: claimed })] })).toEqual([]);
    expect(found({ incidents: [incident('1')], takes: false })).toEqual([]);
  });

  test('a call for help, also by who takes no new ones', () => {
    expect(found({ incidents: [incident('1', { source: 'sos' })], takes: false })).toEqual(['sos/1']);
  });

  test('a late one until somebody claims it; the next limit is another alarm', () => {
    const late = incident('1', { acknowledged: done });
    expect(found({ incidents: [late], now: 6_000 })).toEqual(['late/1/dispatch/5000']);
    expect(found({ incidents: [incident('1', { acknowledged: done, claim: claimed })], now: 6_000 })).toEqual([]);
  });

  test('an alarm of the one list until somebody has it; a call for help also by who takes none', () => {
    const none = { support: [], escalated: [], owner: null };
    const alarm = (kind: string, stage: string) => ({
      alarm: { id: 'a', kind, stage, ...none } as never,
      headline: '岗 A',
    });
    expect(found({ raised: [alarm('leftPost', 'raised')] })).toEqual(['alarm/a']);
    for (const stage of ['taken', 'shelved', 'cleared'])
      expect(found({ raised: [alarm('leftPost', stage)] })).toEqual([]);
    expect(found({ raised: [alarm('leftPost', 'raised')], takes: false })).toEqual([]);
    const raised = [alarm('sos', 'raised')];
    expect(alarmsOf({ incidents: [], messages: [], raised, user: 'p1', takes: false, now: 0 })).toMatchObject([
      { kind: 'sos', headline: '岗 A' },
    ]);
  });

  test('a call for help that somebody has and sent nobody to, by those it was told to', () => {
    const told = { to: 'dutyLeader', at: 1, because: 'noSupport' };
    const call = (more: object = {}) => ({
      alarm: {
        ...{ id: 'a', kind: 'sos', stage: 'taken', owner: { user: 'p2' }, support: [], escalated: [told], ...more },
      } as never,
      headline: '岗 A',
    });
    const roles = [{ role: 'dutyLeader' }];
    expect(found({ raised: [call()], roles })).toEqual(['alarm/a/1']);
    expect(found({ raised: [call({ escalated: [told, told] })], roles })).toEqual(['alarm/a/2']);
    expect(found({ raised: [call()], roles: [{ role: 'dispatcher' }] })).toEqual([]);
    expect(found({ raised: [call({ owner: { user: 'p1' } })], roles })).toEqual([]);
    expect(found({ raised: [call({ stage: 'cleared' })], roles })).toEqual([]);
    expect(found({ raised: [call({ support: [{ is: 'sent' }] })], roles })).toEqual([]);
    expect(found({ raised: [call({ support: [{ is: 'cannot' }] })], roles })).toEqual(['alarm/a/1']);
    const aside = new Set([asideKey('p1', { id: 'a', escalated: [told] })]);
    expect(found({ raised: [call()], roles, aside })).toEqual([]);
    expect(found({ raised: [call({ escalated: [told, told] })], roles, aside })).toEqual(['alarm/a/2']);
  });

  test('an urgent message until it is read here', () => {
    expect(found({ messages: [message('a', null), message('b', 7), message('c', null, false)] })).toEqual([
      'message/a',
    ]);
    expect(found({ messages: [message('a', null)], user: 'p9' })).toEqual([]);
  });
});

describe('how often', () => {
  const alarm = (kind: Alarm['kind'], key: string): Alarm => ({ kind, key, number: '', headline: '' });

  test('at once, and again only after its time, until it is taken', () => {
    const rota = new AlarmRota();
    const one = [alarm('new', 'new/1')];
    expect(rota.next(one, 0)?.alarms).toEqual(one);
    expect(rota.next(one, calledEvery.new - 1)).toBeUndefined();
    expect(rota.next(one, calledEvery.new)?.alarms).toEqual(one);
    expect(rota.next([], calledEvery.new + 1)).toBeUndefined();
    // Taken and there again, it is news.
    expect(rota.next(one, calledEvery.new + 2)?.alarms).toEqual(one);
  });

  test('a further one is called at once and by itself; the gravest first', () => {
    const rota = new AlarmRota();
    const [first, second] = [alarm('new', 'new/1'), alarm('new', 'new/2')];
    rota.next([first], 0);
    expect(rota.next([first, second], 1_000)?.alarms).toEqual([second]);
    expect(rota.next([first, second, alarm('sos', 'sos/3')], 2_000)?.kind).toBe('sos');
    expect(rota.next([first, second], 1_000 + calledEvery.new)?.alarms).toEqual([first, second]);
  });
});

/** A loudspeaker of the test: what it was asked for, and how it fails. */
class FakePort implements SoundPort {
  readonly heard: string[] = [];
  voice = true;
  broken: 'throws' | 'fails' | 'blocked' | 'dead' | undefined;

  hasVoice(): boolean {
    return this.voice;
  }

  speak(text: string, volume: number, failed: () => void): void {
    if (this.broken === 'throws') throw new Error('no synthesis');
    this.heard.push(`say ${text} ${volume}`);
    if (this.broken === 'fails') failed();
  }

  play(kind: string): boolean {
    if (this.broken === 'dead') throw new Error('no audio');
    this.heard.push(`tones ${kind}`);
    return this.broken !== 'blocked';
  }

  hush(): void {
    throw new Error('nothing to hush');
  }
}

describe('the voice', () => {
  const called = (change: (port: FakePort) => void, sound = usualSound, times = 1) => {
    const port = new FakePort();
    change(port);
    const states: SoundState[] = [];
    const caller = new Caller(port, (state) => states.push(state));
    for (let time = 0; time < times; time += 1) caller.call('new', '新诉件', sound);
    caller.hush();
    return { heard: port.heard, states };
  };

  test('speaks where it can, at the volume of the seat', () => {
    expect(called(() => undefined)).toEqual({ heard: ['say 新诉件 0.7'], states: ['speech'] });
  });

  test('without a voice, or by choice, there are tones', () => {
    const silent = (port: FakePort): void => void (port.voice = false);
    expect(called(silent)).toEqual({ heard: ['tones new'], states: ['tones'] });
    expect(called(() => undefined, { ...usualSound, speech: false }).heard).toEqual(['tones new']);
  });

  test('a voice that throws or breaks off is told, and is not tried again', () => {
    const broken = (how: 'throws' | 'fails') => called((port) => void (port.broken = how), usualSound, 2);
    expect(broken('throws')).toEqual({ heard: ['tones new', 'tones new'], states: ['tones'] });
    expect(broken('fails').heard).toEqual(['say 新诉件 0.7', 'tones new', 'tones new']);
    expect(broken('fails').states.at(-1)).toBe('tones');
  });

  test('no sound at all stops nothing: it is told', () => {
    const mute = (how: 'blocked' | 'dead') =>
      called((port) => {
        port.voice = false;
        port.broken = how;
      });
    expect(mute('blocked').states).toEqual(['blocked']);
    expect(mute('dead')).toEqual({ heard: [], states: ['none'] });
  });

  test('a quiet seat asks for nothing', () => {
    expect(called(() => undefined, { ...usualSound, quiet: true }).heard).toEqual([]);
  });
});

test('what is kept of a seat, and what is none of it', () => {
  expect(soundFrom(null)).toEqual(usualSound);
  expect(soundFrom('{"volume":0.2,"quiet":true,"speech":false}')).toEqual({ volume: 0.2, quiet: true, speech: false });
  expect(soundFrom('{"volume":7,"quiet":"yes"}')).toEqual(usualSound);
  expect(soundFrom('{')).toEqual(usualSound);
});
