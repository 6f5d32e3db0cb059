/**
 * The coordinate systems that places arrive in. WGS84 and CGCS2000 are taken as equal (they differ by centimetres);
 * GCJ-02 (高德, 腾讯) and BD-09 (百度) are published obfuscations of WGS84, undone by iteration. Formulas: the
 * generally known transform on the Krasovsky 1940 ellipsoid.
 */
import type { Point } from './point.ts';

export type SourceCrs = 'WGS84' | 'CGCS2000' | 'GCJ02' | 'BD09';

const a = 6_378_245;
const ee = 0.006693421622965943;

/** GCJ-02 applies to mainland China only. */
function inChina({ lon, lat }: Point): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function shiftLat(x: number, y: number): number {
  return (
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3 +
    ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3
  );
}

function shiftLon(x: number, y: number): number {
  return (
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3 +
    ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3
  );
}

export function wgs84ToGcj02(p: Point): Point {
  if (!inChina(p)) return p;
  const radLat = (p.lat / 180) * Math.PI;
  const sine = Math.sin(radLat);
  const magic = 1 - ee * sine * sine;
  const root = Math.sqrt(magic);
  const dLat = (shiftLat(p.lon - 105, p.lat - 35) * 180) / (((a * (1 - ee)) / (magic * root)) * Math.PI);
  const dLon = (shiftLon(p.lon - 105, p.lat - 35) * 180) / ((a / root) * Math.cos(radLat) * Math.PI);
  return { lon: p.lon + dLon, lat: p.lat + dLat };
}

/** Accurate to under a centimetre. */
export function gcj02ToWgs84(p: Point): Point {
  let guess = p;
  for (let i = 0; i < 6; i += 1) {
    const back = wgs84ToGcj02(guess);
    guess = { lon: guess.lon + p.lon - back.lon, lat: guess.lat + p.lat - back.lat };
  }
  return guess;
}

const bdFactor = (Math.PI * 3000) / 180;

export function gcj02ToBd09({ lon, lat }: Point): Point {
  const z = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * bdFactor);
  const theta = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * bdFactor);
  return { lon: z * Math.cos(theta) + 0.0065, lat: z * Math.sin(theta) + 0.006 };
}

function bd09ToGcj02(p: Point): Point {
  let guess: Point = { lon: p.lon - 0.0065, lat: p.lat - 0.006 };
  for (let i = 0; i < 6; i += 1) {
    const back = gcj02ToBd09(guess);
    guess = { lon: guess.lon + p.lon - back.lon, lat: guess.lat + p.lat - back.lat };
  }
  return guess;
}

/** A point of the declared system as WGS84. */
export function toWgs84(p: Point, crs: SourceCrs): Point {
  switch (crs) {
    case 'WGS84':
    case 'CGCS2000':
      return p;
    case 'GCJ02':
      return gcj02ToWgs84(p);
    case 'BD09':
      return gcj02ToWgs84(bd09ToGcj02(p));
  }
}
