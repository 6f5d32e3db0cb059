/**
 * The crowd on the graphics card: a point for each unit, of which the card itself works out where it is on its way to the
 * newest fix, how old that is, and which sign it has. Between fixes nothing is sent to it.
 */
import type { Palette } from '../theme/tokens.ts';
import { agingAfter, staleAfter } from './ages.ts';
import { toWorld, worldSize } from './camera.ts';
import type { CrowdFrame, CrowdPainter } from './crowd-frame.ts';
import { crowdAges, drawNose, drawSign, noseFrom, signRoom } from './crowd-signs.ts';
import { easeMs } from './easing.ts';
import { lookCount } from './fleet.ts';
import { unitStatuses } from './types.ts';

/** From, to, when it began to move, of when the fix is, heading, look. */
const floats = 8;
/** Signs by look, a row for each age, and a row of noses by status. */
const rows = crowdAges.length + 1;
/** Times are told in floats, of which whole milliseconds are left for some hours. */
const epochMs = 3_600_000;

const vertexShader = `#version 300 es
layout(location = 0) in vec4 way;
layout(location = 1) in vec4 facts;
uniform vec2 centre;
uniform vec2 reach;
uniform float clock;
uniform float now;
uniform float room;
flat out vec2 signCell;
flat out vec2 noseCell;
flat out vec2 turn;
void main() {
  float left = 1.0 - clamp((clock - facts.x) / ${easeMs.toFixed(1)}, 0.0, 1.0);
  vec2 at = mix(way.xy, way.zw, 1.0 - left * left * left) - centre;
  float age = now - facts.y;
  float stage = age < ${(agingAfter / 1000).toFixed(1)} ? 0.0 : age <= ${(staleAfter / 1000).toFixed(1)} ? 1.0 : 2.0;
  signCell = vec2(facts.w, stage);
  noseCell = vec2(mod(facts.w, ${unitStatuses.length.toFixed(1)}), stage > 0.0 || facts.z < 0.0 ? -1.0 : ${(rows - 1).toFixed(1)});
  turn = vec2(cos(facts.z), sin(facts.z));
  gl_PointSize = room;
  gl_Position = facts.w < 0.0 ? vec4(2.0, 2.0, 0.0, 1.0) : vec4(at.x * reach.x, -at.y * reach.y, 0.0, 1.0);
}`;

const fragmentShader = `#version 300 es
precision mediump float;
uniform sampler2D signs;
flat in vec2 signCell;
flat in vec2 noseCell;
flat in vec2 turn;
out vec4 colour;
const vec2 grid = vec2(${lookCount.toFixed(1)}, ${rows.toFixed(1)});
void main() {
  colour = texture(signs, (signCell + gl_PointCoord) / grid);
  if (noseCell.y >= 0.0) {
    vec2 p = gl_PointCoord - 0.5;
    vec2 q = clamp(vec2(p.x * turn.x + p.y * turn.y, p.y * turn.x - p.x * turn.y) + 0.5, 0.02, 0.98);
    colour += texture(signs, (noseCell + q) / grid) * (1.0 - colour.a);
  }
}`;

function program(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const made = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) return undefined;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  return gl.getProgramParameter(made, gl.LINK_STATUS) === true ? made : undefined;
}

/** Undefined where there is no WebGL2. @param onLost The card gave the canvas up: it has to be replaced. */
export function createWebglCrowd(onLost: () => void): CrowdPainter | undefined {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2', { antialias: false, depth: false, stencil: false });
  const made = context === null ? undefined : program(context);
  if (context === null || made === undefined) return undefined;
  const gl = context;
  canvas.addEventListener('webglcontextlost', onLost);
  const place = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(made, name);
  const uniforms = {
    centre: place('centre'),
    reach: place('reach'),
    clock: place('clock'),
    now: place('now'),
    room: place('room'),
  };
  gl.useProgram(made);
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  for (const [index, offset] of [0, 16].entries()) {
    gl.enableVertexAttribArray(index);
    gl.vertexAttribPointer(index, 4, gl.FLOAT, false, floats * 4, offset);
  }
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  let data = new Float32Array(0);
  let of = '';
  let room = 0;
  /** What floats are counted from, so that they tell places and times apart. */
  let origin: { readonly x: number; readonly y: number; readonly at: number; readonly now: number } | undefined;

  const drawSigns = (palette: Palette, ratio: number, size: number): void => {
    const is = `${palette.mapLand}/${palette.ok}/${String(ratio)}/${String(size)}`;
    if (is === of) return;
    of = is;
    room = Math.ceil(2 * signRoom * ratio * size);
    const sheet = document.createElement('canvas');
    sheet.width = room * lookCount;
    sheet.height = room * rows;
    const drawing = sheet.getContext('2d');
    if (drawing === null) return;
    const cell = (column: number, row: number, draw: () => void): void => {
      drawing.setTransform(ratio * size, 0, 0, ratio * size, (column + 0.5) * room, (row + 0.5) * room);
      drawing.save();
      draw();
      drawing.restore();
    };
    for (let look = 0; look < lookCount; look += 1)
      for (const age of crowdAges.keys()) cell(look, age, () => drawSign(drawing, look, age, palette));
    if (size >= noseFrom)
      for (const status of unitStatuses.keys()) cell(status, rows - 1, () => drawNose(drawing, status, palette));
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, sheet);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.LINEAR);
    for (const edge of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, edge, gl.CLAMP_TO_EDGE);
  };

  const send = ({ fleet, camera, at, now }: CrowdFrame): NonNullable<typeof origin> => {
    let [from, to] = fleet.takeDirty();
    const isAnew = origin === undefined || at - origin.at > epochMs || data.length !== fleet.size * floats;
    if (isAnew || origin === undefined) {
      const [x, y] = toWorld(camera.center);
      origin = { x, y, at, now };
      [from, to] = [0, fleet.size];
      if (data.length !== fleet.size * floats) data = new Float32Array(fleet.size * floats);
    }
    const { fromX, fromY, toX, toY, startedAt, fixAt, heading, look } = fleet.columns;
    for (let row = from; row < to; row += 1) {
      const i = row * floats;
      const fix = fixAt[row] ?? Number.NaN;
      const turn = heading[row] ?? Number.NaN;
      data[i] = (fromX[row] ?? 0) - origin.x;
      data[i + 1] = (fromY[row] ?? 0) - origin.y;
      data[i + 2] = (toX[row] ?? 0) - origin.x;
      data[i + 3] = (toY[row] ?? 0) - origin.y;
      data[i + 4] = Math.max(-epochMs, (startedAt[row] ?? 0) - origin.at);
      data[i + 5] = Math.max(-1e7, (fix - origin.now) / 1_000);
      data[i + 6] = Number.isNaN(turn) ? -1 : (turn * Math.PI) / 180;
      data[i + 7] = Number.isNaN(fix) ? -1 : (look[row] ?? 0);
    }
    if (isAnew) gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    else if (from < to) gl.bufferSubData(gl.ARRAY_BUFFER, from * floats * 4, data.subarray(from * floats, to * floats));
    return origin;
  };

  return {
    by: 'webgl',
    canvas,
    paint: (frame) => {
      const { camera, ratio, at, now, palette, size, fleet } = frame;
      drawSigns(palette, ratio, size);
      const from = send(frame);
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      const [x, y] = toWorld(camera.center);
      const scale = worldSize(camera.zoom);
      gl.uniform2f(uniforms.centre, x - from.x, y - from.y);
      gl.uniform2f(uniforms.reach, (2 * scale) / camera.width, (2 * scale) / camera.height);
      gl.uniform1f(uniforms.clock, at - from.at);
      gl.uniform1f(uniforms.now, (now - from.now) / 1_000);
      gl.uniform1f(uniforms.room, room);
      gl.drawArrays(gl.POINTS, 0, fleet.size);
    },
    destroy: () => {
      canvas.removeEventListener('webglcontextlost', onLost);
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}
