/**
 * After a night's work no caller's datum, and no note made on scene, is in what any seat or wall was ever sent without
 * the right, nor in any file of the hub but the vault, nor in a log.
 */
import { expect, test } from 'vitest';
import type { Role } from '../../shared/domain/account/events.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import { must } from '../../shared/lib/must.ts';
import type { FeedClient } from '../support/feed-client.ts';
import { filesHolding } from '../support/files-holding.ts';
import { asks } from '../support/office-asks.ts';
import { officeKey } from '../support/office-hub.ts';
import { allRoles, openRightsHub, strangers, widest } from '../support/rights-hub.ts';

/** Everything a link was sent, as it came over the wire. */
function recording(client: FeedClient): () => string {
  const packets: string[] = [];
  client.socket.io.engine.on('packet', ({ data }: { readonly data?: unknown }) => {
    if (typeof data === 'string') packets.push(data);
    else if (data instanceof Uint8Array || data instanceof ArrayBuffer)
      packets.push(Buffer.from(data as Uint8Array).toString('utf8'));
  });
  return () => packets.join('\n');
}

test('callers and notes are nowhere without the right', { timeout: 300_000 }, async () => {
  const at = await openRightsHub();
  const roles: readonly Role[] = allRoles;
  const links = new Map<Role, { readonly client: FeedClient; readonly sent: () => string }>();
  for (const role of roles) {
    await at.make(`the-${role}`, [widest(role, at.elsewhere)]);
    const client = await at.seat(`the-${role}`);
    const sent = recording(client);
    await client.hello();
    links.set(role, { client, sent });
  }

  // Work goes on while they look, and everybody asks for all there is.
  const [first, second] = at.incidents;
  const lead = { user: 'x', seat: 'seat', role: 'shiftLead' };
  const { journal } = at.folder;
  const account = must(journal.documents('account', { where: { login: 'the-shiftLead' } })[0], 'lead');
  const by = { ...lead, user: (account.state as { readonly id: string }).id };
  await at.done('AcknowledgeIncident', { incident: second }, by);
  await at.done('JoinIncident', { incident: second, into: first }, by);
  await at.done('SwitchDutyMode', { mode: 'routine', cause: 'person', reason: '天亮' });
  const refs = [at.callerRef, at.noteRef];
  for (const [role, { client, sent }] of links) {
    const streams = [first, second].map((id) => `incident/${id}`);
    for (const stream of [...streams, `assignment/${at.assignment}`]) await client.history(stream);
    for (const ask of asks.slice(0, 4)) await client.socket.timeout(30_000).emitWithAck('office', ask);
    const answers = [];
    for (const ref of refs) answers.push((await client.vaultRead(ref, '回访')).status);
    const callers = reachOf('readCaller', role) !== undefined;
    const notes = reachOf('readEvidence', role) !== undefined && role !== 'zoneLead';
    const far = !['commander', 'dutyLeader', 'shiftLead', 'dispatcher', 'nightDesk', 'legalSection'].includes(role);
    expect(answers, role).toEqual([callers && !far ? 'content' : 'refused', notes && !far ? 'content' : 'refused']);
    const [call] = strangers.calls;
    // Who may look finds it, so the search is one that finds: in the answer to that look, and for the record asked for.
    const allowed = [
      ...(answers[0] === 'content' ? [call.text, ...Object.values(call.caller)] : []),
      ...(answers[1] === 'content' ? [strangers.note] : []),
    ];
    for (const word of strangers.words)
      expect(sent().includes(word), `${role}: ${word}`).toBe(allowed.some((text) => text.includes(word)));
  }

  const [incidents, events] = await Promise.all(
    ['/api/v1/incidents', '/api/v1/journal'].map(async (path) =>
      (await fetch(`${at.url}${path}`, { headers: { authorization: `Bearer ${officeKey}` } })).text(),
    ),
  );
  await expect
    .poll(() => at.noted().filter((line) => line.startsWith('vaultRead')).length, { timeout: 30_000 })
    .toBeGreaterThan(5);
  for (const word of strangers.words)
    for (const text of [incidents, events, JSON.stringify(at.lines), at.noted().join('\n')])
      expect(text?.includes(word), word).toBe(false);
  const files = new Set(
    filesHolding(at.folder.dir, strangers.words).map(({ file }) => file.replace(/-(wal|shm)$/, '')),
  );
  expect([...files]).toEqual(['vault.sqlite']);
});
