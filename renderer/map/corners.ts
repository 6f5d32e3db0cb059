/** Where buttons and notes lie above the map, so that nothing that matters comes to lie beneath them. */
import type { Box } from './ground.ts';
import type { Corner } from './view.ts';

/** Room about them, px. */
const about = 4;

const sameBox = (a: Box, b: Box | undefined): boolean =>
  a.left === b?.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;

/**
 * Keeps the boxes of everything marked `data-corner` in the map's frame, or beside it in the same box of the page
 * (`data-corner="passing"`: comes and goes). Tells at once, and whenever one of them changes, until stopped.
 */
export function watchCorners(
  frame: HTMLElement,
  told: (corners: readonly Corner[], size: { readonly width: number; readonly height: number }) => void,
): () => void {
  const host = frame.parentElement ?? frame;
  const watched = new Set<Element>();
  let last: readonly Corner[] | undefined;
  const resized = new ResizeObserver(look);
  // Some come later: the legend when it is opened.
  const changed = new MutationObserver(look);
  function look(): void {
    const found = new Set<Element>(host.querySelectorAll('[data-corner]'));
    for (const element of watched) {
      if (found.has(element)) continue;
      resized.unobserve(element);
      watched.delete(element);
    }
    for (const element of found) {
      if (watched.has(element)) continue;
      watched.add(element);
      resized.observe(element);
    }
    const from = frame.getBoundingClientRect();
    const corners = [...found].flatMap((element): Corner[] => {
      const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
      // Without a size: not shown.
      if (width === 0 || height === 0) return [];
      const box = {
        left: left - from.left - about,
        top: top - from.top - about,
        right: right - from.left + about,
        bottom: bottom - from.top + about,
      };
      return [{ box, passing: element.getAttribute('data-corner') === 'passing' }];
    });
    if (last?.length === corners.length && corners.every(({ box }, i) => sameBox(box, last?.[i]?.box))) return;
    last = corners;
    told(corners, { width: frame.clientWidth, height: frame.clientHeight });
  }
  resized.observe(frame);
  changed.observe(host, { childList: true, subtree: true, attributeFilter: ['hidden', 'data-corner'] });
  look();
  return () => {
    resized.disconnect();
    changed.disconnect();
  };
}
