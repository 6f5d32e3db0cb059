import { expect, test } from 'vitest';
import { opensFor } from './opens.ts';
import type { Openable } from './opens.ts';

const all: Openable = { console: true, registers: true, holds: () => true };
const found = (kind: Parameters<typeof opensFor>[0]['kind'], site: string | null = null) => ({ kind, id: 'x', site });

test('what the map shows is selected there, the rest opens in the registers', () => {
  expect(opensFor(found('incident'), all)).toEqual({ does: 'select', what: { kind: 'incident', id: 'x' } });
  expect(opensFor(found('site'), all)).toMatchObject({ does: 'select', what: { kind: 'site' } });
  expect(opensFor(found('contact'), all)).toEqual({ does: 'register', kind: 'contact', id: 'x' });
  expect(opensFor(found('nightPermit', 's1'), all)).toMatchObject({ does: 'register' });
  expect(opensFor(found('jointOperation'), all)).toEqual({ does: 'nothing', why: 'noPage' });
});

test('who keeps no registers is led to the site of a permit; what this seat does not hold is not opened', () => {
  const looker = { ...all, registers: false };
  expect(opensFor(found('nightPermit', 's1'), looker)).toEqual({ does: 'select', what: { kind: 'site', id: 's1' } });
  expect(opensFor(found('contact'), looker)).toEqual({ does: 'nothing', why: 'noPage' });
  expect(opensFor(found('incident'), { ...all, holds: () => false })).toEqual({ does: 'nothing', why: 'notHere' });
  expect(opensFor(found('site'), { ...all, console: false })).toMatchObject({ does: 'register', kind: 'site' });
});
