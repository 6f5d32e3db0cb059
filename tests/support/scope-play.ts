/** Changes of rights, duty mode, zones, joint operations and time, as a property test makes them up; and their players. */
import fc from 'fast-check';
import { digestNow } from '../../hub/feed/digest.ts';
import { labelsFrom } from '../../hub/feed/labels.ts';
import type { GrantLimit, Role, RoleGrant } from '../../shared/domain/account/events.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import { nextTurn, rolesInForce } from '../../shared/domain/account/state.ts';
import type { DutyMode } from '../../shared/domain/duty-mode/events.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { labelsOf, labelWorldOf } from '../../shared/domain/rules/labels.ts';
import type { CommandEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import { minute } from '../../shared/lib/time.ts';
import type { FeedClient } from './feed-client.ts';
import type { RightsHub } from './rights-hub.ts';
import { night } from './rights-hub.ts';

export const players = ['one', 'two', 'three', 'four'] as const;
const squads = ['fenglin', 'xietu', 'caohejing', 'far'];
const zones = ['z1', 'z2', 'z3', 'zfar'];
const modes: readonly DutyMode[] = ['night', 'night', 'routine', 'holiday', 'emergency'];
const operationActs = ['plan', 'start', 'start', 'change', 'end'] as const;

/** What a role is given for: one of the squads, zones …, by its place among those there are. */
const given: readonly (readonly [Role, GrantLimit | 'bureau'])[] = [
  ['squadRoom', 'squad'],
  ['groupDeputy', 'squad'],
  ['groupDeputy', 'operation'],
  ['memberUnit', 'operation'],
  ['memberUnit', 'operation'],
  ['zoneLead', 'zone'],
  ['dispatcher', 'zone'],
  ['dispatcher', 'bureau'],
  ['commander', 'brigade'],
  ['street', 'street'],
  ['street', 'street'],
  ['socialInspector', 'street'],
  ['reporting', 'squad'],
  ['reporting', 'brigade'],
  ['reporting', 'bureau'],
  ['leader', 'bureau'],
];

/** Minutes from now; undefined: open. */
interface Times {
  readonly from: number | undefined;
  readonly to: number | undefined;
}
interface GrantWish extends Times {
  readonly of: (typeof given)[number];
  readonly which: number;
}

export type Step =
  | { readonly kind: 'grant'; readonly who: number; readonly wishes: readonly GrantWish[] }
  | { readonly kind: 'deputy'; readonly who: number; readonly of: number; readonly from: number; readonly to: number }
  | { readonly kind: 'recall'; readonly who: number }
  | { readonly kind: 'time'; readonly minutes: number }
  | { readonly kind: 'mode'; readonly mode: DutyMode }
  | { readonly kind: 'operation'; readonly act: (typeof operationActs)[number]; readonly squads: readonly string[] }
  | { readonly kind: 'zone'; readonly squad: string; readonly zone: string; readonly brigade: string | undefined }
  | { readonly kind: 'touch'; readonly which: number }
  | { readonly kind: 'leave' | 'return' | 'disable'; readonly who: number };

const squad = fc.constantFrom(...squads);
const who = fc.nat(players.length - 1);
const wish: fc.Arbitrary<GrantWish> = fc
  .record({
    of: fc.constantFrom(...given),
    which: fc.nat(3),
    times: fc.constantFrom<Times>(
      ...[
        { from: undefined, to: undefined },
        { from: undefined, to: 40 },
        { from: 20, to: 70 },
        { from: 30, to: undefined },
      ],
    ),
  })
  .map(({ times, ...rest }) => ({ ...rest, ...times }));

const weighted = <T extends Step>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const kind = <K extends Step['kind']>(name: K) => fc.constant(name);

export const step: fc.Arbitrary<Step> = fc.oneof(
  weighted(6, fc.record({ kind: kind('grant'), who, wishes: fc.array(wish, { minLength: 1, maxLength: 3 }) })),
  weighted(
    4,
    fc.record({ kind: kind('deputy'), who, of: who, from: fc.constantFrom(0, 15), to: fc.constantFrom(35, 90) }),
  ),
  weighted(2, fc.record({ kind: kind('recall'), who })),
  weighted(3, fc.record({ kind: kind('time'), minutes: fc.integer({ min: 5, max: 60 }) })),
  weighted(3, fc.record({ kind: kind('mode'), mode: fc.constantFrom(...modes) })),
  weighted(
    4,
    fc.record({
      kind: kind('operation'),
      act: fc.constantFrom(...operationActs),
      squads: fc.uniqueArray(squad, { minLength: 2, maxLength: 4 }),
    }),
  ),
  weighted(
    2,
    fc.record({
      ...{ kind: kind('zone'), squad, zone: fc.constantFrom(...zones) },
      brigade: fc.option(fc.constantFrom('b1', 'b2'), { nil: undefined }),
    }),
  ),
  weighted(3, fc.record({ kind: kind('touch'), which: fc.nat(1) })),
  weighted(2, fc.record({ kind: fc.constantFrom('leave', 'return', 'disable'), who })),
);

export class ScopePlay {
  readonly clients: (FeedClient | undefined)[] = players.map(() => undefined);
  /** How often each kind of change changed anything; a turn of time where it changed somebody's rights. */
  readonly done = new Map<string, number>();
  readonly #at: RightsHub;
  readonly #ids: readonly string[];
  readonly #operations: string[] = [];
  readonly #streets: readonly string[];
  readonly #reads;

  constructor(at: RightsHub, ids: readonly string[]) {
    this.#at = at;
    this.#ids = ids;
    const { journal } = at.folder;
    this.#reads = readsOf({
      document: (stream) => journal.document(stream),
      documents: (name, query) => journal.documents(name, query),
    });
    const ofWork = at.incidents.map(
      (id) => must(this.#reads.incident(id) as IncidentState | undefined, id).placing.grids?.responsibility ?? '',
    );
    this.#streets = [...ofWork, at.elsewhere.street];
  }

  #count(name: string): void {
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  async #give(type: string, data: CommandEnvelope['data'], name: string): Promise<void> {
    // Many make no sense where things stand, and are refused: that is part of it.
    const { status } = await (type.includes('Operation')
      ? this.#at.give(type, data, this.#at.lead)
      : this.#at.give(type, data));
    if (status === 'accepted') this.#count(name);
  }

  #grant({ of: [role, limit], which, from, to }: GrantWish): RoleGrant {
    const now = this.#at.now();
    const choices: { readonly [limit in GrantLimit]: readonly string[] } = {
      ...{ squad: squads, zone: zones, brigade: ['b1', 'b2'], street: this.#streets },
      // The latest are those that can still be taken part in.
      operation: this.#operations.length === 0 ? [this.#at.operation] : this.#operations.slice(-2),
    };
    return {
      role,
      ...(limit === 'bureau' ? {} : { [limit]: must(choices[limit][which % choices[limit].length], limit) }),
      ...(from === undefined ? {} : { from: now + from * minute }),
      ...(to === undefined ? {} : { to: now + to * minute }),
    };
  }

  #id(index: number): string {
    return must(this.#ids[index], 'id');
  }

  account(index: number): AccountState {
    return must(this.#reads.account(this.#id(index)), 'account');
  }

  async do(one: Step): Promise<void> {
    const at = this.#at;
    switch (one.kind) {
      case 'grant': {
        const id = this.#id(one.who);
        const roles = one.wishes.map((each) => ({ ...this.#grant(each) }));
        await at.give('EnableAccount', { id });
        await this.#give('ChangeAccountRoles', { id, roles }, one.kind);
        const { grants } = this.account(one.who);
        for (const grant of grants) {
          const limit = (['street', 'operation', 'squad', 'zone', 'brigade'] as const).find((name) => name in grant);
          this.#count(`${grant.role} ${limit ?? 'bureau'}`);
        }
        return;
      }
      case 'deputy': {
        const { roles } = this.account(one.of);
        const [now, ids] = [at.now(), { id: this.#id(one.who), for: this.#id(one.of) }];
        const times = { from: now + one.from * minute, to: now + one.to * minute };
        const taken = roles.map((grant) => ({ ...grant }));
        return this.#give('NameDeputy', { ...ids, ...times, roles: taken, reason: '示例' }, one.kind);
      }
      case 'recall': {
        const [place] = this.account(one.who).deputyOf;
        if (place === undefined) return;
        return this.#give('EndDeputy', { id: this.#id(one.who), for: place.for }, one.kind);
      }
      case 'time':
        return this.#pass(one.minutes);
      case 'mode': {
        const nightly = one.mode === 'night' ? { reportNight: night } : {};
        const data = { mode: one.mode, cause: 'calendar', reason: '', ...nightly };
        return this.#give('SwitchDutyMode', data, `mode ${one.mode}`);
      }
      case 'operation':
        return this.#operation(one.act, one.squads);
      case 'zone': {
        const { name, kind: ofSquad, grids } = must(this.#reads.squad(one.squad), 'squad');
        const record = {
          ...{ name, kind: ofSquad, grids: [...grids], zone: one.zone },
          ...(one.brigade === undefined ? {} : { brigade: one.brigade }),
        };
        const provenance = { source: '值班表', asOf: at.now(), how: 'import' };
        return this.#give('RecordSquad', { id: one.squad, record, provenance }, one.kind);
      }
      case 'touch':
        return this.#give('AssessAgain', { incident: must(at.incidents[one.which], 'incident') }, one.kind);
      case 'disable':
        return this.#give('DisableAccount', { id: this.#id(one.who), reason: '示例' }, one.kind);
      case 'leave':
        this.clients[one.who]?.disconnect();
        return;
      case 'return':
        return this.#connect(one.who);
    }
  }

  async #pass(minutes: number): Promise<void> {
    const before = players.map((_, index) => this.account(index).asOf);
    this.#at.advance(minutes * minute);
    const isTurned = (): boolean => players.every((_, index) => this.#owes(index) === undefined);
    while (!isTurned()) await new Promise((resolve) => setTimeout(resolve, 5));
    if (players.some((_, index) => this.account(index).asOf !== before[index])) this.#count('time');
  }

  /** A turn of the account's rights that is due and not in the journal yet. */
  #owes(index: number): number | undefined {
    const account = this.account(index);
    const next = nextTurn(account, account.asOf);
    return next !== undefined && next <= this.#at.now() ? next : undefined;
  }

  async #operation(act: string, members: readonly string[]): Promise<void> {
    const name = `operation ${act}`;
    const last = this.#operations.at(-1);
    const of = { squads: [...members], lead: must(members[0], 'lead') };
    if (act === 'plan' || last === undefined) {
      const id = crypto.randomUUID();
      this.#operations.push(id);
      return this.#give('PlanOperation', { id, name: '示例行动', ...of }, name);
    }
    if (act === 'start') return this.#give('StartOperation', { id: last }, name);
    if (act === 'end') return this.#give('EndOperation', { id: last, reason: '示例' }, name);
    return this.#give('ChangeOperationMembers', { id: last, ...of }, name);
  }

  /** By their own times, not by what the hub has said of them. */
  #labels(index: number): readonly string[] {
    const account = this.account(index);
    const roles = rolesInForce(account, this.#at.now());
    return labelsOf({ roles, disabled: account.disabled }, labelWorldOf(this.#reads));
  }

  /** Connects whoever has anything to see; others are not let in. */
  async #connect(index: number): Promise<void> {
    const there = this.clients[index];
    if (there?.connected === true || this.#labels(index).length === 0) return;
    if (there !== undefined && there.ended === undefined) {
      await there.connect(this.#at.port);
      if (there.connected) return;
    }
    const login = must(players[index], 'login');
    const client = await this.#at.seat(login);
    this.clients[index] = client;
    await client.hello();
  }

  async connectAll(): Promise<void> {
    for (const index of players.keys()) await this.#connect(index);
  }

  /** Where what a seat holds is not what the hub names for its person now; empty where all is as it must be. */
  differences(): readonly string[] {
    const { journal } = this.#at.folder;
    return players.flatMap((login, index) => {
      const client = this.clients[index];
      const mine = this.#labels(index);
      if (mine.length === 0) return client?.connected === true ? [`${login} is still there`] : [];
      if (client?.connected !== true) return [`${login} is not there`];
      if (client.problems.length > 0) return [`${login}: ${client.problems.join('; ')}`];
      if (client.seq !== journal.head().seq) return [`${login} is at ${client.seq}`];
      if (JSON.stringify(client.cache?.labels) !== JSON.stringify(mine)) return [`${login} has other labels`];
      const theirs = journal.documentsInScope(mine, '', 1_000_000).map(({ stream, version }) => `${stream}@${version}`);
      const held = [...client.documents].map(([stream, { version }]) => `${stream}@${version}`);
      const odd = [...held, ...theirs].filter((one) => !held.includes(one) || !theirs.includes(one));
      if (odd.length > 0) return [`${login}: ${odd.join(' ')}`];
      const same = JSON.stringify(client.digest()) === JSON.stringify(digestNow(journal, labelsFrom(mine)));
      return same ? [] : [`${login} has another digest`];
    });
  }
}
