/** The table of the basemap's looks, drawn on a canvas of two dimensions. */
import type { MapPalette } from '../theme/map-tokens.ts';
import { mapPalettes } from '../theme/map-tokens.ts';
import { palettes } from '../theme/tokens.ts';
import type { DotLayer, FillLayer, GroundLayer, LineLayer } from './basemap-style.ts';
import { landLayers, pictureOpacity, townLayers, valueOf } from './basemap-style.ts';
import { mixed } from './colour.ts';
import type { Group, TilePlace, VectorTileContent } from './flat-decode.ts';
import { extent } from './flat-decode.ts';
import type { Canvas2d, Frame, PlatePaths } from './flat-plates.ts';
import { paintLand, paintLines, paintTint } from './flat-plates.ts';
import type { GroundLook } from './ground.ts';
import { atZoom } from './ground.ts';

export type TileContent = VectorTileContent | { readonly picture: ImageBitmap };

/** The area of a tile, and what it is drawn from: that tile, or one above it. */
export interface Piece {
  readonly area: TilePlace;
  readonly from: TilePlace;
  readonly content: TileContent;
}

interface Pen {
  readonly context: Canvas2d;
  readonly colours: MapPalette;
  readonly zoom: number;
  /** Units of a tile to one px of a screen at scale 1. */
  readonly px: number;
}

function fill({ context, colours, zoom, px }: Pen, { tone, opacity, edge }: FillLayer, groups: readonly Group[]): void {
  context.globalAlpha = opacity === undefined ? 1 : atZoom(opacity, zoom);
  for (const { name, path } of groups) {
    const colour = valueOf(tone, name);
    if (colour === undefined) continue;
    context.fillStyle = colours[colour];
    context.fill(path);
    if (edge === undefined) continue;
    context.strokeStyle = colours[edge.tone];
    context.lineWidth = atZoom(edge.width, zoom) * px;
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

function line({ context, colours, zoom, px }: Pen, layer: LineLayer, groups: readonly Group[]): void {
  context.lineCap = layer.cap;
  const order = 'each' in layer.width ? Object.keys(layer.width.each) : [];
  const sorted = [...groups].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  for (const { name, path, colour } of sorted) {
    const [tone, width] = [valueOf(layer.tone, name), valueOf(layer.width, name)];
    if (tone === undefined || width === undefined) continue;
    const own =
      layer.ownColour !== undefined && colour !== undefined ? mixed(colour, colours[tone], layer.ownColour) : undefined;
    const wide = atZoom(width, zoom);
    context.strokeStyle = own ?? colours[tone];
    context.lineWidth = wide * px;
    // A dash finer than this is only noise.
    context.setLineDash(layer.dash === undefined ? [] : layer.dash.map((part) => part * Math.max(1, wide) * px));
    context.stroke(path);
  }
  context.setLineDash([]);
}

function dots({ context, colours, zoom, px }: Pen, layer: DotLayer, groups: readonly Group[]): void {
  const radius = atZoom(layer.radius, zoom) * px;
  for (const { points } of groups) {
    for (let i = 1; i < points.length; i += 2) {
      context.beginPath();
      context.arc(points[i - 1] ?? 0, points[i] ?? 0, radius, 0, 2 * Math.PI);
      context.fillStyle = colours[layer.tone];
      context.fill();
      context.strokeStyle = colours[layer.edge];
      context.lineWidth = 1.2 * px;
      context.stroke();
    }
  }
}

const drawsOn = (layer: GroundLayer, { of, deck, shape }: Group): boolean => {
  if (of !== layer.of) return false;
  if (layer.kind === 'fill') return shape === 'area';
  if (layer.kind === 'dot') return shape === 'point';
  // Of areas only borders and what is unknown are lines.
  if (shape === 'area') return of === 'boundary' || of === 'other';
  return shape === 'line' && (layer.deck === undefined || layer.deck === deck);
};

function paintGroups(pen: Pen, layers: readonly GroundLayer[], groups: readonly Group[], roads: boolean): void {
  for (const layer of layers) {
    if (pen.zoom < layer.from || pen.zoom >= (layer.to ?? Infinity) || (layer.of === 'road' && !roads)) continue;
    const drawn = groups.filter((group) => drawsOn(layer, group));
    if (drawn.length === 0) continue;
    if (layer.kind === 'fill') fill(pen, layer, drawn);
    else if (layer.kind === 'line') line(pen, layer, drawn);
    else dots(pen, layer, drawn);
  }
}

/** Draws within the area of one tile, cut at whole pixels so that neighbours meet without a seam. */
function within(context: Canvas2d, frame: Frame, { area, from }: Piece, draw: (side: number) => void): void {
  const side = frame.world / 2 ** area.z;
  const [x0, y0] = [Math.round(area.x * side - frame.left), Math.round(area.y * side - frame.top)];
  const [x1, y1] = [Math.round((area.x + 1) * side - frame.left), Math.round((area.y + 1) * side - frame.top)];
  context.save();
  context.beginPath();
  context.rect(x0, y0, x1 - x0, y1 - y0);
  context.clip();
  const whole = frame.world / 2 ** from.z;
  context.translate(from.x * whole - frame.left, from.y * whole - frame.top);
  draw(whole);
  context.restore();
}

function paintVector(
  context: Canvas2d,
  frame: Frame,
  look: GroundLook,
  pieces: readonly Piece[],
  layers: readonly GroundLayer[],
): void {
  for (const piece of pieces) {
    const { content } = piece;
    if (!('groups' in content)) continue;
    within(context, frame, piece, (side) => {
      context.scale(side / extent, side / extent);
      context.lineJoin = 'round';
      const pen = {
        context,
        colours: mapPalettes[look.theme],
        zoom: frame.zoom,
        px: (frame.ratio * extent) / side,
      };
      paintGroups(pen, layers, content.groups, look.layers.roads);
    });
  }
}

/** Everything of the ground but its words. */
export function paintGround(
  context: Canvas2d,
  frame: Frame,
  look: GroundLook,
  pieces: readonly Piece[],
  plates: PlatePaths,
  ownRoads: boolean,
): void {
  paintLand(context, plates, frame, palettes[look.theme]);
  for (const piece of pieces) {
    const { content } = piece;
    if (!('picture' in content)) continue;
    within(context, frame, piece, (side) => {
      context.globalAlpha = pictureOpacity[look.theme];
      context.drawImage(content.picture, 0, 0, side, side);
    });
  }
  paintVector(context, frame, look, pieces, landLayers);
  if (look.layers.zones) paintTint(context, plates, frame, look.theme, true);
  paintVector(context, frame, look, pieces, townLayers);
  paintLines(context, plates, frame, look, true, ownRoads);
}
