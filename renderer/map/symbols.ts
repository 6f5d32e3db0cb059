/** The signs of the map: shape says what it is, colour and the sign within say how it stands. Drawn about (0, 0), CSS px. */
import type { Palette } from '../theme/tokens.ts';
import type { MarkSymbol, Tone } from './marks.ts';
import { siteTone } from './scene-places.ts';
import type { Context, Emphasis, Extent } from './symbol-parts.ts';
import { casing, square } from './symbol-parts.ts';
import { clusterExtent, drawCluster, drawPost, drawSensitive } from './symbols-more.ts';
import type { IncidentStage, SiteState, UnitKind, UnitStatus } from './types.ts';

/** From the middle of a unit to its edge, px. */
export const unitRadius = 9;
const pinHead = 9;
const pinHeight = 26;
/** How far the nose that shows a unit's heading reaches. */
export const noseTip = 17;

export function extentOf(symbol: MarkSymbol): Extent {
  switch (symbol.type) {
    case 'unit':
      return square(unitRadius + 1);
    case 'incident':
      if (symbol.area === true) return square(10);
      return { left: -pinHead - 1, top: -pinHeight - 1, right: pinHead + 1, bottom: 1 };
    case 'site':
      return square(symbol.small ? 6 : 8);
    case 'videoPoint':
      return square(symbol.small ? 2.5 : 7);
    case 'post':
      return { left: -4, top: -15, right: 11, bottom: 3 };
    case 'sensitivePlace':
      return square(symbol.small ? 3.5 : 9);
    case 'cluster':
      return clusterExtent(symbol);
  }
}

export const unitTone: Readonly<Record<UnitStatus, Tone>> = {
  free: 'ok',
  busy: 'accent',
  resting: 'muted',
  fixedPost: 'muted',
  offDuty: 'muted',
};

function polygon(context: Context, corners: number, r: number, turn: number): void {
  for (let i = 0; i < corners; i += 1) {
    const angle = turn + (i * 2 * Math.PI) / corners;
    const [x, y] = [r * Math.sin(angle), -r * Math.cos(angle)];
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}

function unitPath(context: Context, kind: UnitKind): void {
  const r = unitRadius;
  context.beginPath();
  switch (kind) {
    case 'group':
      context.arc(0, 0, r - 0.5, 0, 2 * Math.PI);
      return;
    case 'vehicle':
      context.roundRect(-r + 1, -r + 1, 2 * r - 2, 2 * r - 2, 3);
      return;
    case 'foot':
      context.moveTo(0, -r);
      context.lineTo(r, r - 2);
      context.lineTo(-r, r - 2);
      context.closePath();
      return;
    case 'post':
      polygon(context, 6, r, 0);
      return;
    case 'drone':
      polygon(context, 4, r + 1, 0);
      return;
  }
}

function lines(context: Context, ...strokes: readonly (readonly number[])[]): void {
  context.beginPath();
  for (const [x1 = 0, y1 = 0, ...rest] of strokes) {
    context.moveTo(x1, y1);
    for (let i = 0; i < rest.length; i += 2) context.lineTo(rest[i] ?? 0, rest[i + 1] ?? 0);
  }
  context.stroke();
}

function dots(context: Context, ...points: readonly (readonly [number, number, number])[]): void {
  context.beginPath();
  for (const [x, y, r] of points) {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
  context.fill();
}

/** Signs of 8 by 8 px in the present stroke and fill. */
function statusSign(context: Context, status: UnitStatus): void {
  switch (status) {
    case 'free':
      return;
    case 'busy':
      return dots(context, [0, 0, 3]);
    case 'resting':
      return lines(context, [-2, -3, -2, 3], [2, -3, 2, 3]);
    case 'fixedPost':
      return lines(context, [-4, 0, 4, 0]);
    case 'offDuty':
      return lines(context, [-3, 3, 3, -3]);
  }
}

function stageSign(context: Context, stage: IncidentStage): void {
  switch (stage) {
    case 'waiting':
      lines(context, [0, -4.5, 0, 0.5]);
      return dots(context, [0, 3.8, 1.1]);
    case 'underWay':
      return lines(context, [-4, 0, 4, 0], [1, -3, 4, 0, 1, 3]);
    case 'onScene':
      return dots(context, [0, 0, 3.4]);
    case 'refused':
      return lines(context, [-3, -3, 3, 3], [-3, 3, 3, -3]);
    case 'answering':
      return dots(context, [-4, 0, 1.2], [0, 0, 1.2], [4, 0, 1.2]);
  }
}

function siteSign(context: Context, state: SiteState): void {
  switch (state) {
    case 'valid':
      return lines(context, [-3, 0, -1, 2.5, 3.5, -3]);
    case 'none':
      context.beginPath();
      context.arc(0, -1.6, 2.2, Math.PI, 0.45 * Math.PI);
      context.lineTo(0, 1.4);
      context.stroke();
      return dots(context, [0, 3.8, 0.9]);
    case 'expired':
      return lines(context, [-3, -3, 3, 3], [-3, 3, 3, -3]);
    case 'outOfHours':
      return lines(context, [0, -3.6, 0, 0.4, 3, 2]);
    case 'quiet':
      return lines(context, [-3.4, 0, 3.4, 0]);
    case 'emergency':
      return lines(context, [0, -3.6, 0, 3.6], [-3.6, 0, 3.6, 0]);
    case 'unknown':
      return dots(context, [0, 0, 1.4]);
  }
}

type UnitSymbol = Extract<MarkSymbol, { type: 'unit' }>;

function drawUnit(context: Context, { kind, status, age }: UnitSymbol, palette: Palette, emphasis: Emphasis): void {
  const tone = palette[unitTone[status]];
  const old = age === 'stale' || age === 'none';
  const hollow = old || status === 'resting' || status === 'offDuty';
  unitPath(context, kind);
  casing(context, palette, emphasis);
  context.fillStyle = hollow ? palette.mapLand : tone;
  context.fill();
  if (age === 'aging' && !hollow) {
    // Paler than a live one, but still of its colour.
    context.fillStyle = palette.mapLand;
    context.globalAlpha = 0.45;
    context.fill();
    context.globalAlpha = 1;
  }
  context.strokeStyle = old ? palette.muted : tone;
  context.lineWidth = 1.5;
  context.setLineDash(old ? [2.5, 2] : []);
  unitPath(context, kind);
  context.stroke();
  context.setLineDash([]);
  const sign = hollow ? palette.muted : palette.onAccent;
  context.strokeStyle = sign;
  context.fillStyle = sign;
  context.lineWidth = 1.8;
  if (kind === 'foot') context.translate(0, 2);
  statusSign(context, status);
}

function pinPath(context: Context, grow: number): void {
  const y = pinHead - pinHeight;
  const r = pinHead - 0.5 + grow;
  context.beginPath();
  context.arc(0, y, r, 0.82 * Math.PI, 0.18 * Math.PI);
  context.lineTo(0, grow);
  context.closePath();
}

type IncidentSymbol = Extract<MarkSymbol, { type: 'incident' }>;

function drawIncident(
  context: Context,
  { stage, tone, late, area }: IncidentSymbol,
  palette: Palette,
  emphasis: Emphasis,
): void {
  if (area === true) return drawAreaOnly(context, { stage, tone, late }, palette, emphasis);
  pinPath(context, late === null ? 0 : 2);
  casing(context, palette, emphasis);
  if (late !== null) {
    context.fillStyle = palette[late];
    context.fill();
    pinPath(context, 0);
    context.strokeStyle = palette.mapLand;
    context.lineWidth = 2;
    context.stroke();
  }
  const ended = stage === 'answering';
  context.fillStyle = ended ? palette.mapLand : palette[tone];
  pinPath(context, 0);
  context.fill();
  if (ended) {
    context.strokeStyle = palette.muted;
    context.lineWidth = 1.5;
    context.stroke();
  }
  context.translate(0, pinHead - pinHeight);
  const sign = ended ? palette.muted : palette.onAccent;
  context.strokeStyle = sign;
  context.fillStyle = sign;
  context.lineWidth = 2;
  stageSign(context, stage);
}

/** A broken square: it claims no point. */
function drawAreaOnly(
  context: Context,
  { stage, tone, late }: Pick<IncidentSymbol, 'stage' | 'tone' | 'late'>,
  palette: Palette,
  emphasis: Emphasis,
): void {
  context.beginPath();
  context.roundRect(-9, -9, 18, 18, 4);
  casing(context, palette, emphasis);
  context.fillStyle = palette.mapLand;
  context.fill();
  context.strokeStyle = palette[late ?? tone];
  context.lineWidth = 2;
  context.setLineDash([4, 2.5]);
  context.stroke();
  context.setLineDash([]);
  context.strokeStyle = context.fillStyle = palette[tone];
  stageSign(context, stage);
}

type SiteSymbol = Extract<MarkSymbol, { type: 'site' }>;

function drawSite(context: Context, { state, small }: SiteSymbol, palette: Palette, emphasis: Emphasis): void {
  if (small) context.scale(0.72, 0.72);
  context.beginPath();
  context.roundRect(-7, -7, 14, 14, 2);
  casing(context, palette, emphasis);
  context.fillStyle = palette.mapLand;
  context.fill();
  const tone = palette[siteTone[state]];
  context.strokeStyle = tone;
  context.fillStyle = tone;
  context.lineWidth = 1.5;
  context.stroke();
  context.lineWidth = 1.7;
  siteSign(context, state);
}

type VideoSymbol = Extract<MarkSymbol, { type: 'videoPoint' }>;

function drawVideo(context: Context, { small }: VideoSymbol, palette: Palette, emphasis: Emphasis): void {
  context.fillStyle = small ? palette.edge : palette.muted;
  if (small) return dots(context, [0, 0, 1.7]);
  context.beginPath();
  context.roundRect(-6, -4, 8.5, 8, 1.5);
  context.moveTo(3.5, 0);
  context.lineTo(7, -3);
  context.lineTo(7, 3);
  context.closePath();
  casing(context, palette, emphasis);
  context.fill();
}

export function drawSymbol(context: Context, symbol: MarkSymbol, palette: Palette, emphasis: Emphasis): void {
  context.save();
  context.lineJoin = 'round';
  context.lineCap = 'round';
  switch (symbol.type) {
    case 'unit':
      drawUnit(context, symbol, palette, emphasis);
      break;
    case 'incident':
      drawIncident(context, symbol, palette, emphasis);
      break;
    case 'site':
      drawSite(context, symbol, palette, emphasis);
      break;
    case 'videoPoint':
      drawVideo(context, symbol, palette, emphasis);
      break;
    case 'post':
      drawPost(context, symbol.state, palette, emphasis);
      break;
    case 'sensitivePlace':
      drawSensitive(context, symbol, palette, emphasis);
      break;
    case 'cluster':
      drawCluster(context, symbol, palette, emphasis);
      break;
  }
  context.restore();
}
