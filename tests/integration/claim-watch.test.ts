/** The hub ends claims of who is gone, by its own clock; over a desk of the test. */
import { expect, test } from 'vitest';
import type { EndedSession } from '../../hub/accounts/port.ts';
import { createClaimWatch } from '../../hub/reactions/claim-watch.ts';
import { goneAfter } from '../../shared/domain/incident/claim.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { CommandEnvelope } from '../../shared/lib/journal.ts';
import { ManualClock, recordingLog } from '../support/hub-kit.ts';

function watched(holders: readonly string[]) {
  const clock = new ManualClock();
  const dropped: string[] = [];
  let ended: (session: EndedSession) => void = () => undefined;
  const incidents = holders.map((user, n) => ({ id: `i${n}`, claim: { user, at: n } }) as unknown as IncidentState);
  const watch = createClaimWatch({
    reads: { openIncidents: () => incidents },
    desk: {
      submit: (command: CommandEnvelope) => {
        const { incident, because } = command.data as { readonly incident: string; readonly because: string };
        dropped.push(`${incident} ${because}`);
        return Promise.resolve({ status: 'accepted', events: 1, firstSeq: 1 } as never);
      },
    },
    onEnded: (listener) => {
      ended = listener;
      return () => undefined;
    },
    ...{ clock, timers: clock, log: recordingLog([]), secret: new Uint8Array(32) },
  });
  const sitting = (user: string, session = `s-${user}`) => ({ user, session });
  const end = (account: string, code: EndedSession['code']): void =>
    ended({ id: `s-${account}`, account, seat: 'seat1', code, reason: 'LoggedOut' });
  return { clock, dropped, watch, sitting, end };
}

test('who signs out loses the own claims at once, and nobody else theirs', async () => {
  const { dropped, watch, sitting, end } = watched(['a', 'b', 'a']);
  watch.start();
  watch.came(sitting('a'));
  watch.came(sitting('b'));
  end('a', 'LoggedOut');
  await watch.idle();
  expect(dropped).toEqual(['i0 signedOut', 'i2 signedOut']);
  await watch.stop();
});

test('who is cut off has the time to come back', async () => {
  const { clock, dropped, watch, sitting } = watched(['a']);
  watch.start();
  const [first, again] = [sitting('a'), sitting('a')];
  watch.came(first);
  watch.left(first);
  clock.advance(goneAfter - 1);
  watch.came(again);
  clock.advance(2 * goneAfter);
  await watch.idle();
  expect(dropped).toEqual([]);
  watch.left(again);
  watch.left(again);
  clock.advance(goneAfter);
  await watch.idle();
  expect(dropped).toEqual(['i0 gone']);
  await watch.stop();
});

test('who sits at two seats is there while one of them is', async () => {
  const { clock, dropped, watch, sitting, end } = watched(['a']);
  watch.start();
  watch.came(sitting('a'));
  watch.came(sitting('a', 'another'));
  end('a', 'LoggedOut');
  clock.advance(2 * goneAfter);
  await watch.idle();
  expect(dropped).toEqual([]);
  await watch.stop();
});

test('after a start of the hub everybody has the time to come back', async () => {
  const { clock, dropped, watch } = watched(['a']);
  watch.start();
  clock.advance(goneAfter - 1);
  await watch.idle();
  expect(dropped).toEqual([]);
  clock.advance(1);
  await watch.idle();
  expect(dropped).toEqual(['i0 gone']);
  await watch.stop();
});
