/** What decisions, reactions and the feed read. One line for each further thing. */
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import type { DocumentReader } from './documents.ts';

export function hubReads(documents: DocumentReader): HubReads {
  // A document holds what `evolve` of its kind returned: the kind in the stream's name is the proof of its type.
  const state = <S>(stream: StreamId): S | undefined => documents.document(stream)?.state as S | undefined;
  return {
    dutyMode: () => state<DutyModeState>(dutyModeStream),
  };
}
