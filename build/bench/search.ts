/**
 * A million incidents of some years in the file of a hub, and what is typed to find one of them: words of two characters,
 * numbers, names in pinyin, what is nowhere, as the whole bureau and as one squad sees it. Timed is all that the hub does
 * for one ask, over every kind. The yardstick reads the same texts from the newest on, until it has as many; what it finds
 * is what has to be found.
 */
import { join } from 'node:path';
import { openForReading } from '../../db/connection.ts';
import { documentTables } from '../../db/documents/tables.ts';
import { SqliteJournalStore } from '../../db/hub/journal-store.ts';
import { folds } from '../../shared/domain/catalog.ts';
import { foundFor } from '../../shared/domain/rules/find.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { DocumentRecord } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { wantedOf } from '../../shared/lib/search-words.ts';
import { day, minute, second } from '../../shared/lib/time.ts';
import { inTempFolder } from './folders.ts';
import type { Measured } from './statistics.ts';
import { check, figure, percentile } from './statistics.ts';

/** Incidents in the file. */
const incidentCount = 1_000_000;
/** Documents of a transaction: many, as nobody waits for them. */
const page = 20_000;
const squadCount = 20;
const roundCount = 5;
/** What a group shows of the incidents. */
const shownOfGroup = 8;
/** Goal, ms. */
const goal = 50;

const first = '枫临虹漕斜龙华桂钦宜柳康平安淮复永嘉岳太'.split('');
const last = '林江桥溪东土水吴田州山湾衡福海兴宁善阳原'.split('');
const matters = [
  '夜间施工噪声',
  '渣土车未密闭',
  '占道经营',
  '违法搭建',
  '乱倒垃圾',
  '油烟扰民',
  '店外设摊',
  '装修噪声',
];
const builders = ['住宅', '商办', '学校', '泵站', '管网', '桥梁', '厂房', '绿地'];
const at = <T>(list: readonly T[], index: number): T => must(list[index % list.length], 'an entry');

/** The same incidents with every run: `index` counts from the oldest. */
function incidentAt(index: number): IncidentState {
  const road = `${at(first, index * 7)}${at(last, Math.floor(index / 20) * 3)}路`;
  const siteNumber = (index * 31) % 900;
  const site = `${at(first, siteNumber)}${at(last, Math.floor(siteNumber / 20))}${at(builders, siteNumber)}工地`;
  const matter = at(matters, index * 13);
  const isNoise = matter.includes('噪声');
  const night = Math.floor(index / 700);
  const date = new Date(Date.UTC(2022, 0, 1) + night * day).toISOString().slice(0, 10);
  const receivedAt = Date.UTC(2022, 0, 1, 10) + night * day + (index % 700) * minute;
  const running = (index % 700) + 1;
  const done = { at: receivedAt + 40 * minute, user: 'u1' };
  const assessment = {
    ...{ kind: 'none', actAt: receivedAt, judgedAt: receivedAt, occasion: 'report', legalNight: true },
    ...{ site: `s${siteNumber}`, siteName: isNoise ? site : null, permit: null, notice: null, quietPeriod: null },
    ...{ legalBases: [], registers: [], reasons: [], authority: null, handling: null },
  };
  return {
    ...{ id: idOf(index), number: `${date.slice(5, 7)}${date.slice(8)}-${String(running).padStart(3, '0')}` },
    ...{ night: date, running, source: '12345', externalId: `SH${date.replaceAll('-', '')}${String(running)}A` },
    ...{ receivedAt, actAt: receivedAt, matter: 'noise', also: [] },
    matterReasons: [{ code: 'words', params: { words: isNoise ? ['噪声', '施工'] : [matter.slice(0, 2)] } }],
    headline: `${matter} ${road}${String(index % 900)}号`,
    ...{ personal: null, confidential: false, wantsReply: 'no' },
    placing: {
      ...{ precision: 'road', at: null, roads: [road], name: null, grids: null, street: null },
      ...{ squad: `q${String(index % squadCount)}`, zone: `z${String(index % 4)}`, outside: null, direction: null },
      ...{ certain: true, by: 'hub' },
    },
    match: { status: 'certain', site: `s${siteNumber}`, candidates: [] },
    ...{ site: `s${siteNumber}`, chosen: null, assessments: [assessment], findings: [], similar: [], marks: [] },
    due: { acknowledge: receivedAt, dispatch: receivedAt, firstContact: receivedAt, reply: receivedAt },
    ...{ plates: 'p', stage: 'closed', acknowledged: done, phoned: [], units: [], outcome: null, escalated: [] },
    ...{ checks: [], contacts: [], replies: [], told: [], handedTo: null, joinedInto: null, tookIn: [] },
    ...{
      returned: null,
      referred: [],
      reopened: [],
      closed: null,
      overdue: [],
      open: [],
      next: null,
      claim: null,
      lastStep: null,
    },
  } as unknown as IncidentState;
}

const idOf = (index: number): string => `i${String(index).padStart(7, '0')}`;

/** The product's tables less the columns of incidents: nothing here asks for them, and they take longer than the index. */
const tables = documentTables.map((table) => (table.kind === 'incident' ? { ...table, columns: {} } : table));

function fill(store: SqliteJournalStore): void {
  for (let from = 0; from < incidentCount; from += page) {
    const writes = store.begin();
    for (let index = from; index < from + page; index += 1) {
      const scope = ['bureau', `squad:q${String(index % squadCount)}`];
      const state = incidentAt(index) as unknown as Json;
      writes.putDocument({ stream: `incident/${idOf(index)}`, version: 1, seq: index + 1, scope, state });
    }
    writes.commit();
  }
}

const bureau = ['bureau', 'frame', 'hall'];
const squad = ['frame', 'hall', 'squad:q7'];

/** What is typed; the last ones are meant badly. */
function typedTexts(): readonly string[] {
  const middle = incidentAt(Math.floor(incidentCount / 3));
  return [
    ...['工地', '噪声', '施工', '渣土', '占道', '违法', '油烟', '枫林', '住宅', '泵站', '桥梁', '设摊', '华溪', '平湾'],
    ...['枫林路', '夜间施工', '学校工地', '斜溪 噪声', '柳吴路899号', '违法搭建 88号', '油烟 太原路'],
    ...[
      middle.number,
      must(middle.externalId, 'its id'),
      '1121-007',
      '0229',
      '20240229',
      'SH2023110',
      '１１２１－００７',
    ],
    ...['fl', 'flxxgd', 'fenglin', 'shigong', 'gongdi', 'huajiang', 'xuexiaogongdi', 'tyl', 'zz'],
    ...['没有的词', '噪声没有', '渣土 油烟', '占道 泵站工地', 'zzzzzz', 'ongdig', '99999999', '路号', '声路', '土道'],
    ...['工地 噪声 渣土 占道', '" OR * NEAR(工地)', '夜间施工噪声'.repeat(300)],
  ];
}

/** What the yardstick finds: the newest first, by reading the texts. */
function scanner(file: string): (text: string, labels: readonly string[]) => readonly string[] {
  const db = openForReading(file, 65_536);
  return (text, labels) => {
    const wanted = wantedOf(text);
    if (wanted === undefined) return [];
    const holds = wanted.terms.map(() => 'instr(e.text, ?) > 0').join(' AND ');
    return db
      .prepare<(string | number)[], { stream: string }>(
        `SELECT e.stream AS stream FROM search_incident AS e WHERE ${holds} AND e.scope_id IN (
          SELECT l.set_id FROM scope_label AS l WHERE l.label IN (SELECT value FROM json_each(?))
        ) ORDER BY e.id DESC LIMIT ${String(shownOfGroup + 1)}`,
      )
      .all(...wanted.terms, JSON.stringify(labels))
      .map(({ stream }) => stream.slice('incident/'.length));
  };
}

const timed = <T>(work: () => T): readonly [value: T, ms: number] => {
  const started = performance.now();
  const value = work();
  return [value, performance.now() - started];
};

export async function search(): Promise<Measured> {
  return inTempFolder((folder) => {
    const file = join(folder, 'journal.sqlite');
    const store = new SqliteJournalStore(file, { kinds: Object.keys(folds), newId: () => 'bench', tables });
    store.rebuildDocuments(folds, () => undefined);
    const [, filledMs] = timed(() => fill(store));
    const counted = openForReading(file, 1_024);
    const count = counted.prepare<[], { count: number }>('SELECT count(*) AS count FROM search_incident').get()?.count;
    const pages =
      Number(counted.pragma('page_count', { simple: true })) * Number(counted.pragma('page_size', { simple: true }));
    counted.close();
    check(count === incidentCount, `${String(count)} incidents can be found, not ${String(incidentCount)}`);

    const find = (text: string, labels: readonly string[]) =>
      foundFor(text, null, (kind, wanted, limit): readonly DocumentRecord[] =>
        store.findDocuments(kind, wanted, labels, limit),
      );
    const scan = scanner(file);
    const ours: number[] = [];
    const yardstick: number[] = [];
    const slowest: { text: string; who: string; ms: number }[] = [];
    let found = 0;
    for (const [who, labels] of [
      ['bureau', bureau],
      ['squad', squad],
    ] as const)
      for (const text of typedTexts()) {
        const [expected, ms] = timed(() => scan(text, labels));
        yardstick.push(ms);
        for (let round = 0; round < roundCount; round += 1) {
          const [answer, took] = timed(() => find(text, labels));
          ours.push(took);
          slowest.push({ text: text.slice(0, 24), who, ms: took });
          const [group] = answer.groups;
          // Those that fit best by their number come first among the newest; which they are is the same.
          const ids = (group?.found ?? []).map(({ id }) => id).sort();
          const shown = expected.slice(0, shownOfGroup).toSorted();
          check(ids.join() === shown.join(), `${who}, '${text}': ${ids.join()} found, not ${shown.join()}`);
          check((group?.more ?? false) === expected.length > shownOfGroup, `${who}, '${text}': whether there are more`);
          found += ids.length;
        }
      }
    check(found > 0, 'nothing was found at all');
    store.close();
    slowest.sort((a, b) => b.ms - a.ms);
    const [p95, p95Yardstick] = [percentile(ours, 0.95), percentile(yardstick, 0.95)];
    const texts = new Set(slowest.slice(0, 4 * roundCount).map(({ text, who }) => `${who} '${text}'`));
    return {
      row: {
        name: 'search',
        ours: figure(p95, 'ms p95'),
        yardstick: figure(p95Yardstick, 'ms p95'),
        ratio: p95 / p95Yardstick,
        goal: `≤ ${String(goal)} ms`,
        pass: p95 <= goal,
      },
      notes: [
        `${String(incidentCount)} incidents, made in ${figure(filledMs / second, 's')}, file ${figure(pages / 1e9, 'GB')}`,
        `${String(ours.length)} asks: median ${figure(percentile(ours, 0.5), 'ms')}, p99 ${figure(percentile(ours, 0.99), 'ms')}, worst ${figure(percentile(ours, 1), 'ms')}`,
        `yardstick (reading the texts): median ${figure(percentile(yardstick, 0.5), 'ms')}, worst ${figure(percentile(yardstick, 1), 'ms')}`,
        `slowest: ${[...texts].join(', ')}; ${figure(must(slowest[0], 'an ask').ms, 'ms')}`,
      ],
    };
  });
}
