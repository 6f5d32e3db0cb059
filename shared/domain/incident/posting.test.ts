import { describe, expect, test } from 'vitest';
import { brings, bySystem, caller, incidentOf, on, played, receive } from '../../../tests/support/incident-scene.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
import type { Json } from '../../lib/json.ts';
import { commands } from '../catalog.ts';

const words = { ref: 'c'.repeat(32), mac: 'd'.repeat(64), has: ['text'] };
const ordered = { personal: { ...caller }, externalId: 'SZ-1' };
const replied = on('RecordReply', { way: 'hotline', personal: words });
const posting = 'p-1';
const given = (...wishes: readonly Wish[]) => played(receive(1, ordered), replied, ...wishes);
const system = (type: string, data: { readonly [member: string]: Json }): Wish => bySystem(on(type, data));
const queued = system('QueueReplyPost', { posting, reply: 0, to: '市热线' });
const acknowledged = system('NoteReplyPosted', { posting, receipt: 'R-7' });
const failing = (over: boolean) => system('NoteReplyPostFailed', { posting, why: 'serverError', tries: 3, over });
const states = (...wishes: readonly Wish[]) => incidentOf(given(...wishes)).postings.map(({ state }) => state);

describe('a reply on its way back', () => {
  test('waits, and is posted by the word of the other side', () => {
    expect(states(queued)).toEqual(['waiting']);
    expect(incidentOf(given(queued, acknowledged)).postings).toMatchObject([
      { state: 'posted', receipt: 'R-7', reply: 0, posting, to: '市热线' },
    ]);
  });

  test('is queued once, told once, and never without words', () => {
    expect(states(queued, queued, acknowledged, acknowledged)).toEqual(['posted']);
    const night = played(receive(1, ordered), on('RecordReply', { way: 'hotline' }));
    expect(brings(night, queued)).toBe('ReplyUnknown');
  });

  test('a try that failed leaves it waiting, with the reason; the last one leaves it to people', () => {
    expect(incidentOf(given(queued, failing(false))).postings[0]).toMatchObject({
      state: 'waiting',
      why: 'serverError',
    });
    expect(states(queued, failing(true))).toEqual(['failed']);
    expect(states(queued, failing(true), on('SendReplyAgain', { reply: 0 }))).toEqual(['waiting']);
    expect(states(queued, acknowledged, failing(true))).toEqual(['posted']);
  });

  test('somebody types it in: with the reason, also where there never was an interface', () => {
    const byHand = on('MarkReplyPosted', { reply: 0, why: 'noInterface' });
    expect(incidentOf(given(byHand)).postings).toMatchObject([{ state: 'byHand', posting: null, why: 'noInterface' }]);
    expect(states(queued, failing(true), byHand)).toEqual(['byHand']);
    // The other side may have it all the same: its word stands.
    expect(states(queued, byHand, acknowledged)).toEqual(['posted']);
  });

  test('refuses what makes no sense, and keeps nothing open', () => {
    expect(brings(given(queued, acknowledged), on('SendReplyAgain', { reply: 0 }))).toBe('ReplyPostedAlready');
    expect(brings(given(), on('SendReplyAgain', { reply: 0 }))).toBe('PostingUnknown');
    expect(brings(given(), on('MarkReplyPosted', { reply: 4, why: 'noInterface' }))).toBe('ReplyUnknown');
    expect(brings(given(), acknowledged)).toBe('PostingUnknown');
    const phoned = played(receive(1, { personal: { ...caller } }), replied);
    expect(brings(phoned, on('MarkReplyPosted', { reply: 0, why: 'noInterface' }))).toBe('NoSenderToTell');
    expect(incidentOf(given(queued, failing(true))).open).toEqual(incidentOf(given()).open);
  });

  test('only the hub says what came of it', () => {
    for (const type of ['QueueReplyPost', 'NoteReplyPosted', 'NoteReplyPostFailed'])
      expect(commands.get(type)?.roles, type).toEqual(['system']);
    expect(commands.get('MarkReplyPosted')?.roles).toEqual(commands.get('RecordReply')?.roles);
  });
});
