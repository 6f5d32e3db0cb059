/** Whose word an incident is. Pure. */
import type { IncidentState } from '../../shared/domain/incident/state.ts';

/** 诉件 are the public's; what patrol, video and other offices bring are 事件. */
const ofPublic: Readonly<Record<IncidentState['source'], boolean>> = {
  '12345': true,
  '12319': true,
  '110': true,
  phone: true,
  media: true,
  petition: true,
  property: true,
  snapshot: true,
  grid: false,
  patrol: false,
  video: false,
  sensor: false,
  cityBureau: false,
  department: false,
  street: false,
  leader: false,
  sos: false,
};

export const isOfPublic = ({ source }: Pick<IncidentState, 'source'>): boolean => ofPublic[source];
