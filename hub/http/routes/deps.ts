import type { FieldUploadsRouteDeps } from './field-uploads.ts';
import type { HubReads } from '../../../shared/domain/catalog.ts';
import type { Accounts } from '../../accounts/port.ts';
import type { JournalReads } from '../../journal/store.ts';
import type { Verification } from '../../journal/verify.ts';
import type { Clock } from '../../ports.ts';
import type { Desk } from '../../desk/port.ts';
import type { PageFile } from '../../field/page-files.ts';
import type { UnitKeys } from '../../field/keys.ts';
import type { Corrections } from '../../intakes/corrections.ts';
import type { Files } from '../../files/files.ts';
import type { PackImporter } from '../../packs/import.ts';
import type { Basemaps } from '../../packs/basemaps.ts';
import type { PlatesAtHand } from '../../packs/plates.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import type { AccessLog } from '../../vault/access-log.ts';
import type { PushDeps } from './positions.ts';
import type { TracksDeps } from './tracks.ts';

/** Whether the hub can take commands, as it says of itself. */
export type HubStatus = 'ok' | 'storageFull' | 'stopping';

/** What the clock is: the machine's, or a demo clock of its own pace. */
export interface ClockKind {
  readonly source: 'machine' | 'demo';
  readonly rate: number;
}

/** What the routes of the night's work reach for. */
export interface WorkDeps {
  readonly reads: HubReads;
  readonly desk: Pick<Desk, 'submit'>;
  readonly plates: PlatesAtHand;
  readonly packs: PackImporter;
  /** Undefined where no basemap files are kept. */
  readonly basemaps: Basemaps | undefined;
  readonly unitKeys: Pick<UnitKeys, 'make' | 'demoKey'>;
  /** Files of units on their way in. */
  readonly field: FieldUploadsRouteDeps;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** Told of the source of each order that came, known ones too: its intake is alive. */
  readonly heard: (source: string) => void;
  /** Undefined where no files are kept. */
  readonly files: () => Files | undefined;
  /** Id of the incident that a source's own number stands for: always the same. */
  readonly incidentId: (source: string, externalId: string) => string;
  readonly corrections: Corrections;
}

/** What routes may reach for. */
export interface RouteDeps {
  readonly journal: JournalReads;
  readonly clock: Clock;
  readonly clockKind: ClockKind;
  readonly status: () => HubStatus;
  readonly metrics: Metrics;
  readonly accounts: Accounts;
  readonly access: Pick<AccessLog, 'note'>;
  /** Whether the data folder was made for demonstration and training. */
  readonly demo: boolean;
  /** Checks the whole chain; one check at a time, however many ask. */
  readonly verify: () => Promise<Verification>;
  /** The officers' page; undefined where none was built. */
  readonly fieldPage?: ReadonlyMap<string, PageFile>;
  /** The way in for positions of other platforms. */
  readonly push?: PushDeps;
  /** Undefined where no tracks are kept. */
  readonly tracks?: TracksDeps;
  /** Undefined for catalogs without incidents. */
  readonly work?: WorkDeps;
}
