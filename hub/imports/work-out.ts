/**
 * What files would change: read, held against what is there, row by row, and everything that is wrong with them. Pure of
 * what is handed in, so that the same files against the same registers give the same plan; runs in a thread of its own.
 */
import { createHash } from 'node:crypto';
import type { Plates } from '../../shared/domain/district/events.ts';
import type { District, Grid } from '../../shared/domain/district/state.ts';
import { isListOfAnswers } from '../../shared/domain/import/events.ts';
import type { ImportedRegister, ListOfAnswers } from '../../shared/domain/import/events.ts';
import type { RegisterEntry } from '../../shared/domain/kernel.ts';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import { notOfTheRecord } from '../../shared/domain/unit/state.ts';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { ImportChange, ImportFault, ImportPreview } from '../../shared/wire/imports.ts';
import { importLimits } from '../../shared/wire/imports.ts';
import type { BuiltRow } from './build-rows.ts';
import { buildRows } from './build-rows.ts';
import type { HeldThing } from './build-rows.ts';
import type { GridCoverage } from './check-shapes.ts';
import { gridCoverage, isOutside, otherSystems, placeOf } from './check-shapes.ts';
import { isConfirmed, judgeRows } from './judge.ts';
import type { Named } from './fields.ts';
import { suggestColumns, things } from './kinds.ts';
import type { Element } from './plate-parts.ts';
import { danglingIn, isGridPart, isPlatePart, levels, order, partOf, withPart } from './plate-parts.ts';
import { readAnswers } from './read-answers.ts';
import { readFiles } from './read-files.ts';
import { readOrders } from './read-orders.ts';
import type { SourceTable } from './source.ts';
import { Unreadable } from './source.ts';
import { drawing } from './tell.ts';
import type { PlannedRow, WorkedOut, WorkInput, WorkOutput } from './work-types.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What only registers say of an entry, and no record. */
const ofTheRegister = new Set([
  ...Object.keys(notOfTheRecord),
  ...['withdrawn', 'helps'],
  ...['leaves', 'lent', 'swaps', 'equipment'],
]);
const recordIn = (entry: Element): Element =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => !ofTheRegister.has(name)));

export async function workOut(input: WorkInput): Promise<WorkOutput> {
  try {
    const { tables, sheets } = await readFiles(input.files, input);
    return judged(input, tables, sheets);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { file, row, code, detail } = error;
    return { state: 'unreadable', file, row, code, detail };
  }
}

function judged(input: WorkInput, tables: readonly SourceTable[], sheets: readonly string[]): WorkedOut {
  const { what, remembered, crs } = input;
  const thing = things[what];
  const heads = [...new Set(tables.flatMap(({ columns }) => columns))].filter((name) => name !== '');
  const suggested = suggestColumns(thing, heads, remembered);
  const columns = Object.fromEntries(
    Object.entries(input.columns ?? suggested).filter(
      ([name, column]) => thing.fields.some((field) => field.name === name) && heads.includes(column),
    ),
  );
  const hasGeometry = tables.some(({ rows }) => rows.some(({ geometry }) => geometry !== null));
  const hasPlace = thing.place !== 'none' && (hasGeometry || ['lon', 'lat', 'lonLat'].some((name) => name in columns));
  const shown = {
    ...{ sheets: [...sheets], hasGeometry },
    columns: heads.map((name) => ({ name, samples: samplesOf(tables, name) })),
    fields: thing.fields.map(({ name, needed, type }) => ({
      ...{ name, needed, column: columns[name] ?? null },
      place: name === 'lon' || name === 'lat' || type.is === 'lonLat',
    })),
  };
  const rowCount = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const first = tables[0]?.file ?? '';
  const missing =
    columns['id'] === undefined ? thing.fields.filter(({ name, needed }) => needed && columns[name] === undefined) : [];
  const crsNeeded = hasPlace && crs === null;
  const faults: ImportFault[] = missing.map(({ name, words }) => ({
    ...{ file: first, row: null, column: '', field: name, code: 'ColumnMissing', value: words.slice(0, 3).join('、') },
  }));
  if (rowCount > thing.mostRows)
    faults.push({
      ...{ file: first, row: null, column: '', field: '', code: 'TooManyRows' },
      value: `${rowCount} > ${thing.mostRows}`,
    });
  if (crsNeeded || faults.length > 0)
    return {
      ...{ state: 'read', plan: null, shortly: {}, columns, rows: [], withdrawn: [] },
      preview: {
        ...{ ...shown, ...nothing(), crsNeeded, faults },
        counts: { ...nothing().counts, rows: rowCount, refused: faults.length },
      },
    };
  if (isListOfAnswers(what)) return answered({ ...input, what }, tables, columns, shown, rowCount);
  return what === 'orders'
    ? listed(input, tables, columns, shown, rowCount)
    : compared({ ...input, what }, tables, columns, shown, rowCount);
}

function samplesOf(tables: readonly SourceTable[], name: string): string[] {
  const samples: string[] = [];
  for (const { columns, rows } of tables) {
    const at = columns.indexOf(name);
    if (at < 0) continue;
    for (const { cells } of rows.slice(0, 5)) samples.push((cells[at] ?? '').slice(0, 60));
    if (samples.length >= 5) break;
  }
  return samples.slice(0, 5);
}

const noAreas = { count: 0, squareMetres: 0 };
const nothing = () => ({
  ...{ crsNeeded: false, changes: [] as ImportChange[], faults: [] as ImportFault[], toAccept: false },
  counts: { rows: 0, new: 0, changed: 0, same: 0, removed: 0, refused: 0, absent: 0 },
  outside: { rows: 0, others: [] as { crs: SourceCrs; rows: number }[] },
  coverage: { overlaps: noAreas, gaps: noAreas, beyond: noAreas },
  dangling: [] as ImportPreview['dangling'],
  drawn: drawing({ areas: [], lines: [], points: [], overlaps: [], gaps: [], crossings: [] }),
});

type Shown = Pick<ImportPreview, 'sheets' | 'columns' | 'fields' | 'hasGeometry'>;

/** A list of orders. Nothing is held against it here: which of them are known, the hub asks its own journal. */
function listed(
  { orderSource: source, plates, now }: WorkInput,
  tables: readonly SourceTable[],
  columns: Readonly<Record<string, string>>,
  shown: Shown,
  rowCount: number,
): WorkedOut {
  const deps = { columns, source, plates: JSON.parse(plates.json) as Plates, now };
  const { orders, faults } = readOrders(tables, deps);
  return {
    ...{ state: 'read', plan: null, shortly: {}, columns, rows: [], withdrawn: [], orders },
    preview: {
      ...{ ...shown, ...nothing(), faults: faults.slice(0, importLimits.shownRows) },
      counts: { ...nothing().counts, rows: rowCount, refused: faults.length },
    },
  };
}

/** A list of what became of orders. Which orders they are, the hub asks its own journal. */
function answered(
  { what, plates, now }: WorkInput & { readonly what: ListOfAnswers },
  tables: readonly SourceTable[],
  columns: Readonly<Record<string, string>>,
  shown: Shown,
  rowCount: number,
): WorkedOut {
  const { utcOffset } = JSON.parse(plates.json) as Plates;
  const { answers, faults } = readAnswers(what, tables, { columns, utcOffset, now });
  return {
    ...{ state: 'read', plan: null, shortly: {}, columns, rows: [], withdrawn: [], answers },
    preview: {
      ...{ ...shown, ...nothing(), faults: faults.slice(0, importLimits.shownRows) },
      counts: { ...nothing().counts, rows: rowCount, refused: faults.length },
    },
  };
}

/** Rows against the register or the plates as they are. */
function compared(
  input: WorkInput & { readonly what: HeldThing },
  tables: readonly SourceTable[],
  columns: Readonly<Record<string, string>>,
  shown: Shown,
  rowCount: number,
): WorkedOut {
  const { what, crs, absent, provenance, entries } = input;
  const thing = things[what];
  // The hub took these plates in by their schema; they are its own.
  const plates = JSON.parse(input.plates.json) as Plates;
  const district: District = { hash: input.plates.hash, plates, index: indexPlates(plates) };
  const above = isGridPart(what)
    ? plates.grids.filter(({ level }) => level === order[order.indexOf(levels[what]) - 1])
    : [];
  const key = (element: Element): string => String(element[isPlatePart(what) ? thing.key : 'id']);
  const held = isPlatePart(what) ? partOf(plates, what) : (entries[what] ?? []);
  const heldBy = new Map(held.map((element) => [key(element), element]));
  const records = new Map(held.map((element) => [key(element), isPlatePart(what) ? element : recordIn(element)]));
  const { rows, faults: unread } = buildRows(tables, {
    ...{ what, columns, crs, held: records, above, utcOffset: plates.utcOffset, asOf: provenance.asOf },
    names: namesOf(entries, plates),
    digest: (text) => sha256(text).slice(0, 16),
  });
  const judged = judgeRows({ input, columns, district, rows, held: heldBy, records, hasAbove: above.length > 0 });
  const { good, crossings } = judged;
  const faults: ImportFault[] = [...unread, ...judged.faults];
  const named = new Set(rows.map(({ id }) => id));
  // What somebody entered by hand no list knows of.
  const isListed = (element: Element): boolean =>
    isPlatePart(what) || ['import', 'pack'].includes((element as unknown as RegisterEntry).provenance.how);
  const away = held.filter((element) => !named.has(key(element)) && isListed(element));
  const removes = absent === 'remove' && thing.withdraws;
  const outside =
    crs === null
      ? []
      : good.filter(
          ({ geometry }) =>
            geometry !== undefined && plates.grids.length > 0 && isOutside(placeOf(geometry), district.index),
        );
  const changed = good.filter(({ change }) => change !== 'same');

  const elements: readonly Element[] = isPlatePart(what)
    ? [...held.filter((element) => !named.has(key(element)) && !removes), ...good.map(({ checked }) => checked)]
    : [];
  const next = isPlatePart(what) ? withPart(plates, what, elements) : undefined;
  const cover: GridCoverage =
    isGridPart(what) && (changed.length > 0 || (removes && away.length > 0))
      ? gridCoverage(
          elements as unknown as readonly Grid[],
          above,
          new Set([...changed.map(({ id }) => id), ...(removes ? elements.map(key) : [])]),
        )
      : { overlaps: [], gaps: [], beyond: [] };
  const dangling = next === undefined || !isGridPart(what) ? [] : danglingIn(plates, next, entries);
  const areasOf = (list: readonly { readonly squareMetres: number }[]) => ({
    count: list.length,
    squareMetres: Math.round(list.reduce((sum, one) => sum + one.squareMetres, 0)),
  });
  const coverage = { overlaps: areasOf(cover.overlaps), gaps: areasOf(cover.gaps), beyond: areasOf(cover.beyond) };

  const nameOf = (element: Element): string => String(element['name'] ?? element['number'] ?? key(element));
  const changes: ImportChange[] = [
    ...changed.map(({ file, row, id, name, change, fields }) => ({
      file,
      row,
      id,
      name,
      change: change as 'new',
      fields: [...fields],
    })),
    ...away.map((element) => ({
      ...{ file: '', row: null, id: key(element), name: nameOf(element), fields: [] },
      change: removes ? ('removed' as const) : ('absent' as const),
    })),
  ];
  const seenOf = (id: string): number | null => (heldBy.get(id) as RegisterEntry | undefined)?.provenance.asOf ?? null;
  const planned: PlannedRow[] = isPlatePart(what)
    ? []
    : good
        .filter(({ change, id }) => change !== 'same' || isConfirmed(input, heldBy.get(id)))
        .map(({ id, checked }) => ({ id, record: checked, seen: seenOf(id) }));
  const withdrawn =
    isPlatePart(what) || !removes ? [] : away.map((element) => ({ id: key(element), seen: seenOf(key(element)) }));
  const nextJson = next === undefined ? undefined : canonicalJson(next as unknown as Json);
  const shortly = Object.fromEntries(
    changes.map(({ id, change, fields }) => [id, `${change} ${sha256(JSON.stringify(fields)).slice(0, 12)}`]),
  );
  const plan =
    faults.length > 0
      ? null
      : sha256(
          canonicalJson({
            what,
            columns: { ...columns },
            changes: changes.map(({ file: _file, ...change }) => change) as unknown as Json,
            planned: planned as unknown as Json,
            plates: nextJson ?? '',
          }),
        );
  const changeBy = new Map(good.map(({ file, row, change }) => [`${file}\u0000${row}`, change]));
  const far = new Set<BuiltRow>(outside);
  const drawn = rows.map((row) => ({ row, change: changeBy.get(`${row.file}\u0000${row.row}`) ?? ('fault' as const) }));
  const outsideKeys = new Set([...far].map(({ file, row }) => `${file}\u0000${row}`));
  return {
    ...{ state: 'read', plan, shortly, columns, rows: planned, withdrawn },
    ...(nextJson === undefined ? {} : { plates: nextJson }),
    preview: {
      ...{ ...shown, crsNeeded: false, coverage, dangling },
      counts: {
        ...{ rows: rowCount, new: good.filter(({ change }) => change === 'new').length },
        ...{ changed: good.filter(({ change }) => change === 'changed').length },
        ...{ same: good.filter(({ change }) => change === 'same').length, refused: faults.length },
        ...{ removed: removes ? away.length : 0, absent: removes ? 0 : away.length },
      },
      changes: changes.slice(0, importLimits.shownRows),
      faults: faults.slice(0, importLimits.shownRows),
      outside: {
        rows: outside.length,
        others: crs === null ? [] : [...otherSystems(rows, crs, outside.length, district.index)],
      },
      toAccept:
        outside.length + coverage.overlaps.count + coverage.gaps.count + coverage.beyond.count + dangling.length > 0,
      drawn: drawing({
        areas: drawn.flatMap(({ row, change }) =>
          row.geometry?.type === 'Area' ? [{ change, name: row.name, shape: row.geometry.shape }] : [],
        ),
        lines: drawn.flatMap(({ row, change }) =>
          row.geometry?.type === 'Line' ? [{ change, name: row.name, line: row.geometry.line }] : [],
        ),
        points: drawn.flatMap(({ row, change }) =>
          row.geometry?.type === 'Point'
            ? [{ change, name: row.name, at: row.geometry.at, outside: outsideKeys.has(`${row.file}\u0000${row.row}`) }]
            : [],
        ),
        overlaps: [...cover.overlaps, ...cover.beyond],
        gaps: cover.gaps,
        crossings,
      }),
    },
  };
}

function namesOf(
  entries: WorkInput['entries'],
  plates: Plates,
): { readonly [N in Named]: readonly { id: string; name: string }[] } {
  const of = (register: ImportedRegister): { id: string; name: string }[] =>
    (entries[register] ?? []).map(({ id, name }) => ({ id, name: String(name) }));
  return {
    ...{ sites: of('sites'), squads: of('squads'), zones: of('zones'), units: of('units') },
    ...{
      posts: of('posts'),
      videoPoints: of('videoPoints'),
      grids: plates.grids.map(({ code, name }) => ({ id: code, name })),
    },
  };
}
