/**
 * Whom to send, of 500 units: the whole rule on documents as a seat and the hub hold them, read anew each time. The
 * yardstick reads the same units, takes the straight line to the place and sorts by it: the least that ranks them at all.
 */
import { recommend } from '../../shared/domain/rules/recommend.ts';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import { readsOf, selectDocuments } from '../../shared/domain/reads.ts';
import { thisShift } from '../../shared/domain/unit/state.ts';
import type { UnitPosition, UnitState } from '../../shared/domain/unit/state.ts';
import { distance } from '../../shared/geo/point.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import { hour, second } from '../../shared/lib/time.ts';
import { makeDemoPlates } from '../demo-district/plates.ts';
import { makeDemoRegisters } from '../demo-district/registers.ts';
import { exampleCrossings } from '../demo-district/roads.ts';
import { DemoNight } from '../../tests/support/demo-night.ts';
import { pointsAround } from './cells.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, percentile, rounds } from './statistics.ts';
import { cpuMs } from './whole-hub.ts';

const unitCount = 500;
const roundCount = 60;
/** Not measured: code is translated, ways are walked for the first time. */
const warmUp = 10;
const goalMs = 20;

/** Documents as text, read at every question. */
class Stored implements DocumentReader {
  readonly #rows = new Map<string, string>();

  put(stream: StreamId, state: unknown): void {
    this.#rows.set(stream, JSON.stringify({ stream, version: 1, seq: 1, scope: [], state }));
  }

  document(stream: StreamId): DocumentRecord<unknown> | undefined {
    const row = this.#rows.get(stream);
    return row === undefined ? undefined : (JSON.parse(row) as DocumentRecord<unknown>);
  }

  documents(kind: string, query: Parameters<DocumentReader['documents']>[1] = {}): readonly DocumentRecord<unknown>[] {
    const rows = [...this.#rows].filter(([stream]) => splitStream(stream as StreamId).kind === kind);
    return selectDocuments(
      rows.map(([, row]) => JSON.parse(row) as DocumentRecord<unknown>),
      query,
    );
  }
}

/** Half of them in squads of the zones, half mobile; every fourth busy with one job, every fifth with one certificate. */
function unitAt(n: number, now: number, squads: readonly { id: string; zone?: string | undefined }[]): UnitState {
  const squad = must(squads[n % squads.length], 'squad');
  return {
    ...{ id: `u${String(n).padStart(3, '0')}`, name: `第 ${n} 组`, kind: n % 3 === 0 ? 'vehicle' : 'group' },
    ...{ squad: squad.id, ...(squad.zone === undefined ? {} : { zone: squad.zone }) },
    ...{ certified: n % 5 === 0 ? 1 : 2, auxiliary: 2, devices: [], reserve: n % 50 === 0, ...thisShift },
    ...{ shift: { from: now - 4 * hour, to: now + 4 * hour }, status: 'available', statusSince: now - hour },
    ...{ jobs: [], provenance: { source: '值班表', asOf: now - hour, how: 'import' } },
  };
}

export function recommendBench(): Promise<Measured> {
  const night = new DemoNight();
  const about = night.receive({ text: '斜土路小木桥路口往东那个工地还在打桩', time: '22:41', source: '12345' });
  const earlier = night.receive({ text: '漕宝路柳州路工地夜间吊装钢筋', time: '22:42', source: 'grid' });
  const job = night.send(earlier, 'm3', '22:43');
  const now = night.at('22:44');
  const base = night.world().reads;
  const plates = makeDemoPlates();
  const district = { hash: 'd'.repeat(64), plates, index: indexPlates(plates) };
  const stored = new Stored();
  for (const one of [...base.squads()]) stored.put(`squad/${one.id}`, one);
  for (const one of base.zones()) stored.put(`zone/${one.id}`, one);
  for (const one of base.sites()) stored.put(`site/${one.id}`, one);
  for (const id of [about, earlier]) stored.put(`incident/${id}`, base.incident(id));
  stored.put(`assignment/${job}`, base.assignment(job));
  stored.put('dutyMode/bureau', base.dutyMode());
  stored.put('pack/district', { ...base.pack(), plates: district.hash });
  const squads = makeDemoRegisters('2026-11-21').squads.map(({ id, record }) => ({ id, zone: record.zone }));
  const spots = pointsAround(unitCount, 11);
  const positions = new Map<string, UnitPosition>();
  for (let n = 0; n < unitCount; n += 1) {
    const unit = unitAt(n, now, squads);
    const jobs = n % 4 === 0 ? [{ assignment: job, incident: earlier, since: now }] : [];
    stored.put(`unit/${unit.id}`, { ...unit, jobs });
    positions.set(unit.id, { ...must(spots[n], 'spot'), at: now - (n % 200) * second, accuracy: 10 });
  }
  const reads = readsOf(stored, { district: () => district, position: (unit) => positions.get(unit) });
  const incident = must(reads.incident(about), 'incident');

  const own: number[] = [];
  const least: number[] = [];
  const [lon, lat] = exampleCrossings.A.at;
  for (let round = 0; round < roundCount + warmUp; round += 1) {
    let started = cpuMs();
    const { units, excluded } = recommend(incident, reads, now);
    const mine = cpuMs() - started;
    check(units.length + excluded.length === unitCount, `${units.length} and ${excluded.length} units`);
    check(units.filter(({ eta }) => eta !== null).length > unitCount * 0.8, 'times of arrival of most');
    check(
      units.some(({ uncovers }) => uncovers !== null),
      'what is left uncovered',
    );
    started = cpuMs();
    const ranked = reads
      .units()
      .map((unit) => ({ unit, metres: distance(must(positions.get(unit.id), 'position'), { lon, lat }) }))
      .sort((a, b) => a.metres - b.metres);
    const bare = cpuMs() - started;
    check(ranked.length === unitCount, 'all units');
    if (round < warmUp) continue;
    own.push(mine);
    least.push(bare);
  }
  const ms = median(own);
  return Promise.resolve({
    row: {
      ...{ name: 'recommend', ours: figure(ms, 'CPU ms'), yardstick: figure(median(least), 'CPU ms') },
      ...{ ratio: ms / median(least), goal: `≤ ${goalMs} CPU ms, median`, pass: ms <= goalMs },
    },
    notes: [
      `${unitCount} units, every fourth with a job before; over the demo district's streets, 4 zones with all of their cells`,
      `documents are parsed from text at each question, on both sides; 95 of 100 within ${figure(percentile(own, 0.95), 'ms')}`,
      rounds('ours', own, 'ms'),
      rounds('yardstick', least, 'ms'),
    ],
  });
}
