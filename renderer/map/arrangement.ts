/** Where marks and their labels stand: none upon another, and none jumping from side to side while things move. */
import type { Camera } from './camera.ts';
import { project } from './camera.ts';
import type { Box } from './ground.ts';
import type { LabelWish, Side } from './labels.ts';
import { placeLabels } from './labels.ts';
import type { Mark } from './marks.ts';
import type { Drawn } from './paint-marks.ts';
import { boxOf } from './paint-marks.ts';
import { signFont } from './symbol-parts.ts';

const labelHeight = 17;
/** Ages make ever new texts: the measures of yesterday need not be kept. */
const mostWidths = 5_000;

/** What moves or waits tonight, before what the registers hold. */
const lives = ({ thing, symbol }: Mark): boolean =>
  thing.kind === 'unit' || thing.kind === 'incident' || (symbol?.type === 'cluster' && symbol.of === 'incident');

/** All but the dots of cameras keep labels and names away. */
export const takesRoom = ({ symbol }: Mark): boolean =>
  symbol !== null && !(symbol.type === 'videoPoint' && symbol.small);

const keyOf = ({ thing }: Mark): string => `${thing.kind}/${thing.id}`;

export class Arrangement {
  readonly #context: CanvasRenderingContext2D;
  readonly #widths = new Map<string, number>();
  #sides = new Map<string, Side>();
  #sidesZoom = 0;

  /** @param context Measures the labels with. */
  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  /**
   * @param list The lowest first.
   * @param closed What lies above the map, px.
   */
  arrange(list: readonly Mark[], camera: Camera, closed: readonly Box[]): Drawn[] {
    const marks = list.map((mark) => {
      const [x, y] = project(camera, mark.at);
      return { mark, x, y, box: boxOf(mark, x, y) };
    });
    const wishes: LabelWish[] = [];
    for (let i = marks.length - 1; i >= 0; i -= 1) {
      const one = marks[i];
      if (one?.mark.label === undefined || one.mark.label === null) continue;
      const { text, upon, must } = one.mark.label;
      const width = this.#width(text) + (upon || one.mark.selected || one.mark.hovered ? 12 : 4);
      wishes.push({
        key: keyOf(one.mark),
        mark: one.box,
        width,
        height: labelHeight,
        upon,
        must,
        overMinor: lives(one.mark),
      });
    }
    const obstacles = marks
      .filter(({ mark }) => takesRoom(mark))
      .map(({ mark, box }) => ({ box, minor: !lives(mark) }));
    // Sides are kept while things move, and chosen anew when the scale changes.
    if (camera.zoom !== this.#sidesZoom) this.#sides.clear();
    this.#sidesZoom = camera.zoom;
    const placed = placeLabels(obstacles, wishes, this.#sides, {
      view: { left: 0, top: 0, right: camera.width, bottom: camera.height },
      closed,
    });
    this.#sides = new Map([...placed].map(([name, { side }]) => [name, side]));
    return marks.map((one) => ({ ...one, label: placed.get(keyOf(one.mark)) }));
  }

  #width(text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    if (this.#widths.size > mostWidths) this.#widths.clear();
    this.#context.font = signFont(600);
    const { width } = this.#context.measureText(text);
    this.#widths.set(text, width);
    return width;
  }
}
