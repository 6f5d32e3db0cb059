/** The life of the drawing parts behind the component: made once, told what is new, taken down whole. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Camera } from './camera.ts';
import { watchCorners } from './corners.ts';
import type { BasemapNews, Ground, GroundParts, GroundState } from './ground.ts';
import { createFlatGround } from './ground-flat.ts';
import type { MarkState } from './mark-layer.ts';
import { MarkLayer } from './mark-layer.ts';
import type { DistrictMapProps, LonLat, MapFocus } from './types.ts';
import type { Corner } from './view.ts';
import { View } from './view.ts';
import { hasWebGl2 } from './webgl.ts';

export interface MapParts {
  readonly ground: Ground;
  readonly marks: MarkLayer;
  readonly view: View;
}

export interface MapHandle {
  readonly kind: Ground['kind'];
}

interface MapInput {
  /** null until the container has a size and the parts are made. */
  readonly parts: RefObject<MapParts | null>;
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly container: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly ground: GroundState;
  readonly marks: MarkState;
  readonly focus: MapFocus | null;
  readonly renderer: NonNullable<DistrictMapProps['renderer']>;
  /** Place of what is selected. */
  readonly selectedAt: LonLat | null;
  readonly onCamera: (camera: Camera) => void;
  readonly onBasemap: (news: BasemapNews) => void;
}

const wantsStill = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

async function makeGround(kind: Ground['kind'], parts: GroundParts): Promise<Ground> {
  if (kind === 'flat') return createFlatGround(parts);
  // A machine without WebGL2 never loads the library.
  const { createWebglGround } = await import('./ground-webgl.ts');
  return createWebglGround(parts);
}

/** Resolves when the element has a size: a map in a hidden page cannot fit the district. */
async function sized(element: HTMLElement, signal: AbortSignal): Promise<void> {
  if (element.clientWidth > 0 && element.clientHeight > 0) return;
  await new Promise<void>((resolve) => {
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === 0 || element.clientHeight === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(element);
    signal.addEventListener('abort', () => {
      observer.disconnect();
      resolve();
    });
  });
}

export function useMap(input: MapInput): MapHandle {
  const { frame, container, canvas, renderer, parts } = input;
  const [lost, setLost] = useState(false);
  const [capable] = useState(hasWebGl2);
  const kind = !lost && (renderer === 'webgl' || (renderer === 'auto' && capable)) ? 'webgl' : 'flat';
  const latest = useRef(input);
  const corners = useRef<readonly Corner[]>([]);
  // Outlives a ground that gives way to another.
  const lasting = useRef<View | null>(null);
  const shown = useRef(false);
  useLayoutEffect(() => {
    latest.current = input;
  });

  useEffect(() => {
    if (frame.current === null) return;
    return watchCorners(frame.current, (found, { width, height }) => {
      const before = corners.current;
      corners.current = found;
      parts.current?.view.cornersChanged(before, width, height);
      parts.current?.marks.repaint();
    });
  }, [frame, parts]);

  useEffect(() => {
    const [element, above] = [container.current, canvas.current];
    if (element === null || above === null) return;
    const stop = new AbortController();
    const room = new ResizeObserver(() => {
      parts.current?.view.resized(element.clientWidth, element.clientHeight);
    });
    const start = async (): Promise<void> => {
      await sized(element, stop.signal);
      if (stop.signal.aborted) return;
      const still = wantsStill();
      lasting.current ??= new View({
        bounds: () => latest.current.ground.shapes.bounds,
        scale: () => latest.current.ground.scale,
        selectedAt: () => latest.current.selectedAt,
        corners: () => corners.current,
      });
      const view = lasting.current;
      const moved = (): void => {
        if (parts.current === null) return;
        parts.current.marks.paint();
        latest.current.onCamera(view.camera());
      };
      const ground = await makeGround(kind, {
        container: element,
        state: latest.current.ground,
        camera: view.open(element.clientWidth, element.clientHeight),
        still,
        onMove: moved,
        onTaken: () => view.taken(),
        onBasemap: (news) => {
          if (!stop.signal.aborted) latest.current.onBasemap(news);
        },
        onLost: () => setLost(true),
      });
      if (stop.signal.aborted) return ground.destroy();
      view.attach(ground);
      const marks = new MarkLayer({
        canvas: above,
        state: latest.current.marks,
        camera: () => view.camera(),
        corners: () => corners.current.map(({ box }) => box),
        still,
        webgl: ground.kind === 'webgl',
        onRest: (boxes) => ground.keepClear(boxes),
      });
      parts.current = { ground, marks, view };
      // What changed while the ground was on its way; its size the observer tells at once.
      ground.update(latest.current.ground);
      room.observe(element);
      const { focus } = latest.current;
      if (focus !== null && !shown.current) view.show(focus);
      shown.current = true;
      moved();
    };
    // The graphics card may refuse what it promised: then the plain map.
    start().catch(() => {
      if (!stop.signal.aborted) setLost(true);
    });
    return () => {
      stop.abort();
      room.disconnect();
      lasting.current?.attach(null);
      parts.current?.marks.destroy();
      parts.current?.ground.destroy();
      parts.current = null;
      element.replaceChildren();
      delete element.dataset['drawn'];
      delete element.dataset['idle'];
    };
  }, [container, canvas, kind, parts]);

  const { ground, marks, focus } = input;
  // The marks first: a ground that moves at once has them painted anew.
  useEffect(() => parts.current?.marks.update(marks), [marks, parts]);
  useEffect(() => parts.current?.ground.update(ground), [ground, parts]);
  const { scale } = ground;
  useEffect(() => {
    const element = container.current;
    if (element !== null) parts.current?.view.resized(element.clientWidth, element.clientHeight);
  }, [container, scale, parts]);
  const { selected } = marks;
  const selectedKey = selected === null ? '' : `${selected.kind}/${selected.id}`;
  useEffect(() => parts.current?.view.selected(), [selectedKey, parts]);
  const change = focus?.change;
  useEffect(() => {
    const wanted = latest.current.focus;
    if (change !== undefined && wanted !== null) parts.current?.view.show(wanted);
  }, [change, parts]);
  return { kind };
}
