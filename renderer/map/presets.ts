/** Which layers each duty mode begins with: few, those that its work needs. */
import type { MapLayers } from './types.ts';

export const presetModes = ['routine', 'night', 'holiday', 'emergency'] as const;
export type PresetMode = (typeof presetModes)[number];

const none: MapLayers = {
  zones: false,
  grids: null,
  sites: false,
  videoPoints: false,
  units: true,
  incidents: true,
  roads: true,
  squads: false,
  permits: false,
  quietAreas: false,
  stallPlaces: false,
  cover: false,
  sensitivePlaces: false,
  posts: false,
  fences: false,
  operations: false,
  trails: false,
  heat: false,
  finerGrids: true,
};

export const presets: Readonly<Record<PresetMode, MapLayers>> = {
  // By day every squad answers for its own streets.
  routine: { ...none, squads: true, sites: true, operations: true },
  // The zones of the night, and what it is mostly about.
  night: { ...none, zones: true, sites: true, posts: true },
  holiday: { ...none, squads: true, posts: true, fences: true, sensitivePlaces: true },
  // Where people are and may go, and what can be looked at.
  emergency: { ...none, zones: true, posts: true, fences: true, operations: true, videoPoints: true },
};

/** What is chosen by hand, as it was kept; null: nothing that fits this version. */
export function layersFrom(kept: unknown): MapLayers | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const layers: Record<string, unknown> = { ...none };
  for (const [name, value] of Object.entries(kept)) {
    if (!(name in none)) continue;
    if (name === 'grids') {
      if (value !== null && !['management', 'responsibility', 'area', 'cell'].includes(String(value))) return null;
    } else if (typeof value !== 'boolean') return null;
    layers[name] = value;
  }
  return layers as unknown as MapLayers;
}
