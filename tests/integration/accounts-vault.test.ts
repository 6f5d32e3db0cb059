/** Callers stay secret: who may read a record of the vault, over the vault itself. */
import { describe, expect, test } from 'vitest';
import { rightsOf } from '../../hub/accounts/rights.ts';
import { vaultRight } from '../../hub/accounts/vault-right.ts';
import { callerSecrecy } from '../../hub/vault/secrecy.ts';
import { createVault } from '../../hub/vault/vault.ts';
import type { Role } from '../../shared/domain/account/events.ts';
import { roleSchema } from '../../shared/domain/account/events.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import { labelWorldOf } from '../../shared/domain/rules/labels.ts';
import { otherRights, roleLimits } from '../../shared/domain/rules/permissions.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import { recordingLog } from '../support/hub-kit.ts';
import { from, openDoor } from './accounts-door.ts';
import type { Door } from './accounts-door.ts';

const ref = 'ab'.repeat(16);
const secret = { name: '不该外传的人', phone: '13900008888' };

/** A vault with one record, of a document with this scope. */
function withRecord(at: Door, scope: readonly string[], stream: StreamId = 'incident/i1') {
  at.files.vault.put([{ ref, salt: '00', content: JSON.stringify(secret), storedAt: 1 }]);
  const tx = at.files.journal.begin();
  tx.addVaultReference(ref, stream);
  tx.commit();
  const document: DocumentRecord = { stream, version: 1, seq: 1, scope, state: {} };
  const journal = {
    vaultReference: (asked: string) => at.files.journal.vaultReference(asked),
    document: (asked: string) => (asked === stream ? document : undefined),
  };
  const world = () => labelWorldOf(at.desk.reads);
  const rights = rightsOf({ people: at.desk.reads, world, now: () => at.clock.now() });
  const right = vaultRight({ journal, rights });
  const secrecy = callerSecrecy({ journal, vault: at.files.vault });
  const { access } = at;
  return createVault({ store: at.files.vault, journal, access, secrecy, ...right, log: recordingLog(at.lines) });
}

const callerRoles = Object.keys(otherRights.readCaller);
const evidenceRoles = Object.keys(otherRights.readEvidence);
const accountOf = (at: Door, id: string): AccountState => must(at.desk.reads.account(id), 'account');

describe('the vault', () => {
  test.each([
    ['incident/i1', callerRoles, ['commander', 'dispatcher', 'dutyLeader', 'nightDesk', 'shiftLead']],
    [
      'assignment/a1',
      evidenceRoles,
      [
        ...['commander', 'dispatcher', 'dutyLeader', 'legalSection', 'nightDesk', 'shiftLead'],
        ...['squadClerk', 'squadLegal', 'squadRoom'],
      ],
    ],
    ['approval/p1', callerRoles, []],
  ] as const)('of %s is open to those who need it for their work, and to nobody else', async (stream, rows, may) => {
    const at = openDoor();
    const vault = withRecord(at, ['bureau', 'squad:fenglin'], stream);
    const opened: Role[] = [];
    for (const role of roleSchema.options) {
      const [limit = 'bureau'] = roleLimits[role];
      // No operation is under way to which a guest could be asked.
      if (limit === 'operation') continue;
      const id = await at.make(`the-${role}`, [limit === 'bureau' ? { role } : { role, [limit]: 'fenglin' }]);
      const by = at.accounts.actorFor(accountOf(at, id), 'seat1', rows);
      expect(by.role).toBe(role);
      const answer = vault.read({ ref, by, reason: 'callBack' });
      if (answer.ok) opened.push(role);
      else expect(answer.error).toBe('NotAllowed');
    }
    expect(opened.sort()).toEqual(may);
    expect(at.noted().filter((line) => line.startsWith('vaultRead'))).toHaveLength(may.length);
    expect(at.noted().join()).not.toContain(secret.phone);
  });

  test('asks for the scope of the document too', async () => {
    const at = openDoor();
    const vault = withRecord(at, ['squad:fenglin']);
    const id = await at.make('lin', [{ role: 'dispatcher' }, { role: 'squadRoom', squad: 'fenglin' }]);
    const by = at.accounts.actorFor(accountOf(at, id), 'seat1', callerRoles);
    // The label of the other role opens nothing under this one.
    expect(vault.read({ ref, by, reason: 'x' })).toEqual({ ok: false, error: 'NotAllowed' });
  });

  test('asks what the person is now, not what they say they act as', async () => {
    const at = openDoor();
    const vault = withRecord(at, ['bureau']);
    await at.make('boss', [{ role: 'administrator' }]);
    const id = await at.make('lin');
    const by = { user: id, seat: 'seat1', role: 'dispatcher' };
    const read = () => vault.read({ ref, by, reason: 'x' }).ok;
    expect([read(), vault.read({ ref, by: { ...by, role: 'shiftLead' }, reason: 'x' }).ok]).toEqual([true, false]);
    await at.give('ChangeAccountRoles', { id, roles: [{ role: 'squadRoom', squad: 'fenglin' }] });
    expect(read()).toBe(false);
    await at.give('ChangeAccountRoles', { id, roles: [{ role: 'dispatcher' }] });
    expect(read()).toBe(true);
    await at.give('DisableAccount', { id, reason: 'left' });
    expect(read()).toBe(false);
    expect(vault.read({ ref, by: { ...by, user: 'system' }, reason: 'x' }).ok).toBe(false);
  });

  test('does not open what no event speaks of', async () => {
    const at = openDoor();
    const vault = withRecord(at, ['bureau']);
    const by = { user: await at.make('lin'), seat: 'seat1', role: 'dispatcher' };
    const other = 'cd'.repeat(16);
    at.files.vault.put([{ ref: other, salt: '00', content: '{}', storedAt: 1 }]);
    expect(vault.read({ ref: other, by, reason: 'x' })).toEqual({ ok: false, error: 'NotAllowed' });
    expect(await at.code(from('lin'))).toBe('in');
  });
});
