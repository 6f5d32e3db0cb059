/** Imports over the office: files come in pieces, are worked out as often as somebody looks, and go in as one command. */
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { ImportRows } from '../../shared/domain/import/commands.ts';
import type { ImportedRegister, ImportedThing, ListOfOrders, PlatePart } from '../../shared/domain/import/events.ts';
import { importedRegisters, isListOfAnswers, isListOfOrders, plateParts } from '../../shared/domain/import/events.ts';
import type { Provenance } from '../../shared/domain/kernel.ts';
import { mayImport } from '../../shared/domain/rules/permissions.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { importLimits } from '../../shared/wire/imports.ts';
import type { ImportLookAnswer, ImportLookAsk } from '../../shared/wire/imports.ts';
import type { Desk } from '../desk/port.ts';
import type { Corrections } from '../intakes/corrections.ts';
import { storageFullCode } from '../journal/store.ts';
import type { OfficeHandler, OfficePerson } from '../office/port.ts';
import { granted, refused } from '../office/port.ts';
import type { PlatesAtHand } from '../packs/plates.ts';
import type { PlateStore } from '../packs/store.ts';
import type { Clock, RandomSource } from '../ports.ts';
import { noteAnswers, settledAnswers } from './answer-list.ts';
import type { AnswerReads } from './answer-list.ts';
import type { HeldThing } from './build-rows.ts';
import { settled, takeIn } from './order-list.ts';
import type { Reader } from './reader.ts';
import type { SourceFile } from './source.ts';
import { Uploads } from './uploads.ts';
import type { WorkedOut, WorkInput } from './work-types.ts';

export interface ImporterDeps {
  readonly reads: HubReads;
  readonly plates: Pick<PlatesAtHand, 'json'>;
  readonly store: Pick<PlateStore, 'put'>;
  readonly desk: Pick<Desk, 'submit'>;
  readonly clock: Clock;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  /** Of an order, always the same, whichever way it comes. */
  readonly incidentId: (source: string, externalId: string) => string;
  readonly random: RandomSource;
  readonly reader: Reader;
  /** Whether the account may hold the incident. */
  readonly mayHold: (account: string, incident: string) => boolean;
  readonly corrections: Corrections;
}

export interface ImportHandlers {
  readonly importPiece: OfficeHandler<'importPiece'>;
  readonly importLook: OfficeHandler<'importLook'>;
  readonly importDrop: OfficeHandler<'importDrop'>;
}

/** Threads at work at one time: the hub has other things to do. */
const mostReaders = 2;

const hexOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a cell of each thing may name besides entries of its own register. */
const namedBy: { readonly [T in ImportedThing]?: readonly ImportedRegister[] } = {
  ...{ nightPermits: ['sites'], squads: ['zones'], zones: ['squads'], units: ['squads', 'zones'] },
  ...{ posts: ['squads', 'zones', 'videoPoints'], fences: ['squads', 'zones', 'units'], stallPlaces: ['squads'] },
  rosters: ['squads', 'zones', 'units', 'posts'],
  ...{ gridsManagement: ['squads', 'quietPeriods'], gridsResponsibility: ['squads', 'quietPeriods'] },
  ...{ gridsArea: ['squads', 'quietPeriods'], gridsCell: ['squads', 'quietPeriods'] },
};

function entriesOf(register: ImportedRegister, reads: HubReads): readonly object[] {
  switch (register) {
    case 'sites':
      return reads.sites();
    case 'nightPermits':
      return reads.nightPermits();
    case 'repairNotices':
      return reads.repairNotices();
    case 'quietPeriods':
      return reads.quietPeriods();
    case 'videoPoints':
      return reads.videoPoints();
    case 'squads':
      return reads.squads();
    case 'zones':
      return reads.zones();
    case 'units':
      return reads.units();
    case 'posts':
      return reads.posts();
    case 'fences':
      return reads.fences();
    case 'stallPlaces':
      return reads.stallPlaces();
    case 'rosters':
      return reads.rostersAfter(0);
  }
}

const isPlatePart = (what: ImportedThing): what is PlatePart => (plateParts as readonly string[]).includes(what);
const isRegister = (what: ImportedThing): what is ImportedRegister =>
  (importedRegisters as readonly string[]).includes(what);

export function createImporter(deps: ImporterDeps): ImportHandlers {
  const { reads, clock, random, reader } = deps;
  const uploads = new Uploads(deps.monotonic);
  /** What each upload would have done when it was last looked at. */
  const lastSeen = new Map<string, Pick<WorkedOut, 'plan' | 'shortly'>>();
  let reading = 0;

  async function inputOf(
    ask: ImportLookAsk,
    files: readonly SourceFile[],
    now: number,
  ): Promise<WorkInput | undefined> {
    const { what, columns, crs, encoding, sheet, absent, orderSource } = ask;
    const hash = reads.pack()?.plates;
    const json = hash === undefined ? undefined : deps.plates.json(hash);
    if (hash === undefined || json === undefined) return undefined;
    const entries: { [R in ImportedRegister]?: WorkInput['entries'][R] } = {};
    for (const register of new Set([...(isRegister(what) ? [what] : []), ...(namedBy[what] ?? [])])) {
      entries[register] = entriesOf(register, reads) as NonNullable<WorkInput['entries'][typeof register]>;
      // Registers are read one by one: between them others get their turn.
      await turn();
    }
    const provenance: Provenance = {
      source: `导入：${ask.source ?? files.map(({ name }) => name).join('、')}`.slice(0, 80),
      ...{ asOf: ask.asOf ?? now, how: 'import' },
    };
    const remembered = reads.imports(what)?.runs[0]?.columns ?? {};
    const plates = { hash, json };
    const meant = { what, columns, remembered, crs, encoding, sheet, absent, orderSource };
    return { files, ...meant, provenance, now, plates, entries };
  }

  function answerOf(
    state: 'preview' | 'imported',
    { preview, plan }: WorkedOut,
    asOf: number,
    moved: readonly string[] = [],
  ): ImportLookAnswer {
    return { ...preview, state, plan, asOf, moved: moved.slice(0, 50) };
  }

  async function look(ask: ImportLookAsk, { account, seat }: OfficePerson): Promise<ImportLookAnswer | 'full'> {
    const role = account.roles.find((grant) => mayImport(ask.what, grant.role))?.role;
    const files = uploads.files(account.id, ask.upload);
    if (files === undefined) return { state: 'gone' };
    if (reading >= mostReaders) return { state: 'busy' };
    reading += 1;
    try {
      const now = clock.now();
      const input = await inputOf(ask, files, now);
      if (input === undefined) return { state: 'noPack' };
      const read = await reader(input);
      if (read.state === 'unreadable') return read;
      const out = settledOf(ask, read, account.id);
      const before = lastSeen.get(ask.upload);
      lastSeen.set(ask.upload, { plan: out.plan, shortly: out.shortly });
      for (const old of lastSeen.keys()) {
        if (lastSeen.size <= 32) break;
        lastSeen.delete(old);
      }
      if (ask.confirm === null) return answerOf('preview', out, input.provenance.asOf);
      // What was looked at is not what would go in now: it is looked at once more, and what differs is said.
      if (out.plan === null || ask.confirm !== out.plan || (out.preview.toAccept && !ask.accept))
        return answerOf(
          'preview',
          out,
          input.provenance.asOf,
          before?.plan === ask.confirm ? differing(before.shortly, out.shortly) : [],
        );
      if (role === undefined) return { state: 'refused', code: 'NotAllowed', id: '', field: 'what' };
      const by = { user: account.id, seat, role };
      const { what } = ask;
      if (isListOfOrders(what)) return await takeList({ ...ask, what }, input, out, by);
      return await give(ask, { ...input, what }, out, by);
    } finally {
      reading -= 1;
    }
  }

  const knownTo = (account: string) => ({
    ...{ reads, corrections: deps.corrections },
    mayHold: (incident: string) => deps.mayHold(account, incident),
  });

  function heldBy(account: string): AnswerReads {
    return {
      incident: (id) => reads.incident(id),
      district: () => reads.district(),
      incidentByExternalId(source, externalId) {
        const incident = reads.incidentByExternalId(source, externalId);
        return incident !== undefined && deps.mayHold(account, incident.id) ? incident : undefined;
      },
    };
  }

  function settledOf({ what, leaveOut }: ImportLookAsk, read: WorkedOut, account: string): WorkedOut {
    if (isListOfAnswers(what)) return settledAnswers(what, read, leaveOut, heldBy(account));
    return what === 'orders' ? settled(read, leaveOut, knownTo(account)) : read;
  }

  /** Row by row to the desk; what went in, and what of it is shown. */
  async function takeRows(what: ListOfOrders, out: WorkedOut, by: Actor) {
    if (!isListOfAnswers(what)) {
      const given = await takeIn(out.orders ?? [], by, { ...deps, ...knownTo(by.user) });
      const { taken, corrected, known, faults, stopped } = given;
      return { new: taken, changed: corrected, known, faults, stopped, changes: out.preview.changes };
    }
    const { noted, changes, faults, stopped } = await noteAnswers(what, out.answers ?? [], by, {
      ...deps,
      reads: heldBy(by.user),
    });
    return { new: noted, changed: 0, known: 0, faults, stopped, changes: changes.slice(0, importLimits.shownRows) };
  }

  /** Orders go in one by one, so that each is there for whoever waits for it; then the list is noted. */
  async function takeList(
    ask: ImportLookAsk & { readonly what: ListOfOrders },
    { files, provenance }: WorkInput,
    out: WorkedOut,
    by: Actor,
  ): Promise<ImportLookAnswer | 'full'> {
    const { new: taken, changed, known, faults, stopped, changes } = await takeRows(ask.what, out, by);
    if (stopped === 'Busy') return { state: 'busy' };
    if (stopped === 'StorageFull') return 'full';
    const { counts } = out.preview;
    const now = { ...counts, new: taken, changed, same: counts.same + known, refused: counts.refused + faults.length };
    const told = [...faults, ...out.preview.faults].slice(0, importLimits.shownRows);
    const done = { ...out, preview: { ...out.preview, counts: now, faults: told, changes } };
    if (taken + changed > 0) {
      const noted = await note(
        { of: 'list', list: ask.what },
        files,
        { ...out, preview: done.preview },
        { crs: null, provenance },
        by,
      );
      if (noted !== undefined) return noted;
    }
    uploads.drop(by.user, ask.upload);
    lastSeen.delete(ask.upload);
    return answerOf('imported', done, provenance.asOf);
  }

  /** Gives the one command of an import; undefined where it was taken. */
  async function note(
    what: ImportRows['what'],
    files: readonly SourceFile[],
    { columns, preview: { counts } }: WorkedOut,
    { crs, provenance }: Pick<WorkInput, 'crs' | 'provenance'>,
    by: Actor,
  ): Promise<ImportLookAnswer | 'full' | undefined> {
    const data: ImportRows = {
      what,
      files: files.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength, sha256: hexOf(bytes) })),
      ...{ crs, columns, provenance },
      counts: {
        ...{ rows: counts.rows, new: counts.new, changed: counts.changed, same: counts.same, removed: counts.removed },
      },
    };
    const now = clock.now();
    const command = { id: uuidv7(now, random.bytes(10)), type: 'ImportRows', basedOn: {}, madeAt: now };
    // JSON by its schema: only optional members are told apart by the type.
    const answer = await deps.desk.submit({ ...command, data: data as unknown as Json }, by);
    if (answer.status === 'unavailable') return answer.code === 'StorageFull' ? 'full' : { state: 'busy' };
    if (answer.status === 'refused') {
      const { code, params } = answer.refusal;
      return { state: 'refused', code, id: String(params['id'] ?? ''), field: String(params['field'] ?? '') };
    }
    return undefined;
  }

  async function give(
    ask: ImportLookAsk,
    { what, files, crs, provenance, plates: seen }: WorkInput & { readonly what: HeldThing },
    out: WorkedOut,
    by: Actor,
  ): Promise<ImportLookAnswer | 'full'> {
    const { counts } = out.preview;
    const nothingNew = out.rows.length + out.withdrawn.length + counts.new + counts.changed + counts.removed === 0;
    if (nothingNew) return answerOf('imported', out, provenance.asOf);
    let part: ImportRows['what'];
    if (isPlatePart(what)) {
      const json = out.plates ?? '';
      const plates = hexOf(Buffer.from(json, 'utf8'));
      deps.store.put(plates, json);
      part = { of: 'plates', part: what, plates, seen: seen.hash };
    } else
      part = {
        of: 'register',
        register: what,
        rows: out.rows.map(({ record, ...row }) => ({ ...row, record: { ...record } as never })),
        withdrawn: [...out.withdrawn],
      };
    const refusedBy = await note(part, files, out, { crs, provenance }, by);
    if (refusedBy !== undefined) return refusedBy;
    uploads.drop(by.user, ask.upload);
    lastSeen.delete(ask.upload);
    return answerOf('imported', out, provenance.asOf);
  }

  return {
    importPiece({ upload, file, at, data }, { account }) {
      const bytes = Buffer.from(data, 'base64');
      return granted(uploads.take({ user: account.id, upload }, { file, at, data: bytes }));
    },
    async importLook(ask, by) {
      if (!by.account.roles.some(({ role }) => mayImport(ask.what, role)))
        return refused('NotAllowed', { field: 'what' });
      try {
        const answer = await look(ask, by);
        return answer === 'full' ? refused('StorageFull') : granted(answer);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === storageFullCode) return refused('StorageFull');
        throw error;
      }
    },
    importDrop({ upload }, { account }) {
      uploads.drop(account.id, upload);
      return granted({});
    },
  };
}

/** Ids of rows of which another thing is to become. */
function differing(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((id) => before[id] !== now[id]).sort();
}
