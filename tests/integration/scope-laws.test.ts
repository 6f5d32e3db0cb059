/**
 * Whatever changes – rights, deputies, the duty mode, joint operations, zones, places of incidents – each seat ends up
 * with exactly the documents that the hub names for its person, and with the same digest.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestNow } from '../../hub/feed/digest.ts';
import { labelsFrom } from '../../hub/feed/labels.ts';
import type { RoleGrant } from '../../shared/domain/account/events.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { labelsOf, labelWorldOf } from '../../shared/domain/rules/labels.ts';
import type { CommandEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { FeedClient } from '../support/feed-client.ts';
import type { RightsHub } from '../support/rights-hub.ts';
import { openRightsHub } from '../support/rights-hub.ts';

const logins = ['one', 'two', 'three', 'four'];
const squads = ['fenglin', 'xietu', 'caohejing', 'far'];
const zones = ['z1', 'z2', 'z3', 'zfar'];

type Step =
  | { readonly kind: 'grant'; readonly who: number; readonly roles: readonly RoleGrant[] }
  | { readonly kind: 'mode'; readonly mode: 'night' | 'routine' }
  | { readonly kind: 'operation'; readonly act: 'plan' | 'start' | 'change' | 'end'; readonly squads: string[] }
  | { readonly kind: 'zone'; readonly squad: string; readonly zone: string; readonly brigade: string | undefined }
  | { readonly kind: 'touch'; readonly which: number }
  | { readonly kind: 'leave' | 'return' | 'disable'; readonly who: number };

const squad = fc.constantFrom(...squads);
const zone = fc.constantFrom(...zones);
const brigade = fc.constantFrom('b1', 'b2');
const grant: fc.Arbitrary<RoleGrant> = fc.oneof(
  squad.map((id): RoleGrant => ({ role: 'squadRoom', squad: id })),
  squad.map((id): RoleGrant => ({ role: 'groupDeputy', squad: id })),
  zone.map((id): RoleGrant => ({ role: 'zoneLead', zone: id })),
  fc.option(zone, { nil: undefined }).map((id): RoleGrant => ({
    role: 'dispatcher',
    ...(id === undefined ? {} : { zone: id }),
  })),
  brigade.map((id): RoleGrant => ({ role: 'commander', brigade: id })),
  fc.constant<RoleGrant>({ role: 'leader' }),
);
const who = fc.nat(logins.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('grant' as const),
      who,
      roles: fc.array(grant, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('mode' as const), mode: fc.constantFrom('night', 'routine') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('operation' as const), act: fc.constantFrom('plan', 'start', 'change', 'end') },
      squads: fc.uniqueArray(squad, { minLength: 2, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('zone' as const), squad, zone },
      brigade: fc.option(brigade, { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('touch' as const), which: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('leave', 'return', 'disable'), who }) },
) as fc.Arbitrary<Step>;

class Play {
  readonly clients: (FeedClient | undefined)[] = logins.map(() => undefined);
  readonly #at: RightsHub;
  readonly #ids: readonly string[];
  readonly #operations: string[] = [];
  readonly #reads;
  /** How often each kind of step changed anything. */
  readonly done = new Map<string, number>();

  constructor(at: RightsHub, ids: readonly string[]) {
    this.#at = at;
    this.#ids = ids;
    const { journal } = at.folder;
    this.#reads = readsOf({
      document: (stream) => journal.document(stream),
      documents: (kind, query) => journal.documents(kind, query),
    });
  }

  async #give(type: string, data: CommandEnvelope['data'], kind: string): Promise<void> {
    // Many make no sense where things stand, and are refused: that is part of it.
    const { status } = await (type.endsWith('Operation') || type.endsWith('Members')
      ? this.#at.give(type, data, this.#at.lead)
      : this.#at.give(type, data));
    if (status === 'accepted') this.done.set(kind, (this.done.get(kind) ?? 0) + 1);
  }

  async do(one: Step): Promise<void> {
    const at = this.#at;
    const provenance = { source: '值班表', asOf: Date.now() - 500, how: 'import' };
    switch (one.kind) {
      case 'grant': {
        const id = must(this.#ids[one.who], 'account');
        await at.give('EnableAccount', { id });
        return this.#give('ChangeAccountRoles', { id, roles: one.roles.map((role) => ({ ...role })) }, one.kind);
      }
      case 'mode':
        return this.#give(
          'SwitchDutyMode',
          {
            mode: one.mode,
            cause: 'person',
            reason: '示例',
            ...(one.mode === 'night' ? { reportNight: '2026-11-21' } : {}),
          },
          one.kind,
        );
      case 'operation':
        return this.#operation(one.act, one.squads);
      case 'zone': {
        const held = must(this.#reads.squad(one.squad), 'squad');
        const { name, kind, grids } = held;
        const record = {
          ...{ name, kind, grids: [...grids], zone: one.zone },
          ...(one.brigade === undefined ? {} : { brigade: one.brigade }),
        };
        return this.#give('RecordSquad', { id: one.squad, record, provenance }, one.kind);
      }
      case 'touch': {
        const incident = must(at.incidents[one.which], 'incident');
        return this.#give('AssessAgain', { incident }, one.kind);
      }
      case 'disable':
        return this.#give('DisableAccount', { id: must(this.#ids[one.who], 'account'), reason: '示例' }, one.kind);
      case 'leave':
        this.clients[one.who]?.disconnect();
        return;
      case 'return':
        await this.#connect(one.who);
        return;
    }
  }

  async #operation(act: string, members: readonly string[]): Promise<void> {
    const kind = `operation ${act}`;
    const last = this.#operations.at(-1);
    const of = { squads: [...members], lead: must(members[0], 'lead') };
    if (act === 'plan' || last === undefined) {
      const id = crypto.randomUUID();
      this.#operations.push(id);
      return this.#give('PlanOperation', { id, name: '示例行动', ...of }, kind);
    }
    if (act === 'start') return this.#give('StartOperation', { id: last }, kind);
    if (act === 'end') return this.#give('EndOperation', { id: last, reason: '示例' }, kind);
    return this.#give('ChangeOperationMembers', { id: last, ...of }, kind);
  }

  account(index: number): AccountState {
    return must(this.#reads.account(must(this.#ids[index], 'id')), 'account');
  }

  async #connect(index: number): Promise<void> {
    const there = this.clients[index];
    if (there?.connected === true || this.account(index).disabled) return;
    const login = must(logins[index], 'login');
    if (there === undefined || there.ended !== undefined) {
      this.clients[index] = await this.#at.seat(login);
      await this.clients[index].hello();
    } else await there.connect(this.#at.port);
  }

  async check(): Promise<void> {
    const { journal } = this.#at.folder;
    for (const index of logins.keys()) await this.#connect(index);
    for (const [index, client] of this.clients.entries()) {
      if (client === undefined || this.account(index).disabled) continue;
      await expect.poll(() => client.seq, { timeout: 30_000 }).toBe(journal.head().seq);
      expect(client.problems).toEqual([]);
      const mine = labelsOf(this.account(index), labelWorldOf(this.#reads));
      expect(client.cache?.labels).toEqual(mine);
      const theirs = journal.documentsInScope(mine, '', 1_000_000).map(({ stream, version }) => [stream, version]);
      expect([...client.documents].map(([stream, { version }]) => [stream, version]).sort()).toEqual(theirs.sort());
      expect(client.digest()).toEqual(digestNow(journal, labelsFrom(mine)));
    }
  }
}

/** Machine ms after which no further run is begun. */
const enoughMs = 90_000;
const runs = { wanted: 15, atLeast: 3 };

test('after any changes each seat holds what the hub says is theirs', { timeout: 400_000 }, async () => {
  expect(catalog.kinds.has('jointOperation')).toBe(true);
  const at = await openRightsHub();
  const ids: string[] = [];
  for (const login of logins) ids.push(await at.make(login, [{ role: 'leader' }]));
  const play = new Play(at, ids);
  const started = performance.now();
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      if (performance.now() - started > enoughMs) return;
      for (const one of steps) await play.do(one);
      await play.check();
      ran += 1;
    }),
    { numRuns: runs.wanted, seed: 20261121, endOnFailure: true },
  );
  expect(ran, 'runs that were carried out').toBeGreaterThanOrEqual(runs.atLeast);
  // Each kind of change took place.
  const kinds = ['grant', 'mode', 'zone', 'touch', 'disable', 'operation start', 'operation change', 'operation end'];
  expect(kinds.filter((kind) => !play.done.has(kind))).toEqual([]);
  expect(at.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
