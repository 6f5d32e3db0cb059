/** The frames of the benchmark `jt808-ingest`, written by the simulator's own hand: nothing of the hub's is in them. */
import { location, message } from '../../simulator/jt808.ts';

/** Frames each connection sends in a round. */
export const framesEach = 20;
/** Device time between two of them, ms. */
export const gap = 1_000;

export const phoneOf = (index: number): string => `138${String(index).padStart(8, '0')}`;

const micro = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Where a unit is with its so-many-th frame: some thirty kilometres an hour to the east. */
export function placeOf(index: number, frame: number): { readonly lon: number; readonly lat: number } {
  return {
    lon: micro(121.4 + (index % 50) * 0.001 + frame * 0.0001),
    lat: micro(31.15 + Math.floor(index / 50) * 0.001),
  };
}

export const terminalOf = (index: number) => ({ version: 2013 as const, phone: phoneOf(index) });

/** @param number Of the frame, counted over all rounds. @param at Device time, Unix ms, whole seconds. */
export function positionFrame(index: number, number: number, at: number): Buffer {
  const where = { ...placeOf(index, number), at, speed: 34, heading: 90, sos: false, mileage: 1_234.5 };
  return message(terminalOf(index), 0x0200, number + 2, location(where));
}
