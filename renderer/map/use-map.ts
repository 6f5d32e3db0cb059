/** The life of the drawing parts behind the component: made once, told what is new, taken down whole. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Camera } from './camera.ts';
import { fitted } from './camera.ts';
import type { Ground, GroundParts, GroundState } from './ground.ts';
import { fitMargin } from './ground.ts';
import { createFlatGround } from './ground-flat.ts';
import type { MarkState } from './mark-layer.ts';
import { MarkLayer } from './mark-layer.ts';
import type { DistrictMapProps, MapFocus } from './types.ts';
import { hasWebGl2 } from './webgl.ts';

export interface MapParts {
  readonly ground: Ground;
  readonly marks: MarkLayer;
}

export interface MapHandle {
  /** null until the container has a size and the parts are made. */
  readonly parts: RefObject<MapParts | null>;
  readonly kind: Ground['kind'];
}

interface MapInput {
  readonly container: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly ground: GroundState;
  readonly marks: MarkState;
  readonly focus: MapFocus | null;
  readonly renderer: NonNullable<DistrictMapProps['renderer']>;
  readonly onCamera: (camera: Camera) => void;
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
  const { container, canvas, renderer } = input;
  const [lost, setLost] = useState(false);
  const [capable] = useState(hasWebGl2);
  const kind = !lost && (renderer === 'webgl' || (renderer === 'auto' && capable)) ? 'webgl' : 'flat';
  const parts = useRef<MapParts | null>(null);
  const latest = useRef(input);
  const lastCamera = useRef<Camera | null>(null);
  useLayoutEffect(() => {
    latest.current = input;
  });

  useEffect(() => {
    const [element, above] = [container.current, canvas.current];
    if (element === null || above === null) return;
    const stop = new AbortController();
    const start = async (): Promise<void> => {
      await sized(element, stop.signal);
      if (stop.signal.aborted) return;
      const still = wantsStill();
      const { clientWidth: width, clientHeight: height } = element;
      const whole = fitted(latest.current.ground.shapes.bounds, width, height, fitMargin);
      const camera = (): Camera => parts.current?.ground.camera() ?? lastCamera.current ?? whole;
      const moved = (): void => {
        if (parts.current === null) return;
        lastCamera.current = camera();
        parts.current.marks.paint();
        latest.current.onCamera(camera());
      };
      const ground = await makeGround(kind, {
        container: element,
        state: latest.current.ground,
        camera: lastCamera.current === null ? whole : { ...lastCamera.current, width, height },
        still,
        onMove: moved,
        onLost: () => setLost(true),
      });
      if (stop.signal.aborted) return ground.destroy();
      const marks = new MarkLayer({
        canvas: above,
        state: latest.current.marks,
        camera,
        still,
        onRest: (boxes) => ground.keepClear(boxes),
      });
      parts.current = { ground, marks };
      // What changed while the ground was on its way.
      ground.update(latest.current.ground);
      const { focus } = latest.current;
      if (focus !== null && lastCamera.current === null) ground.show(focus);
      moved();
    };
    // The graphics card may refuse what it promised: then the plain map.
    start().catch(() => {
      if (!stop.signal.aborted) setLost(true);
    });
    return () => {
      stop.abort();
      parts.current?.marks.destroy();
      parts.current?.ground.destroy();
      parts.current = null;
      element.replaceChildren();
      delete element.dataset['drawn'];
    };
  }, [container, canvas, kind]);

  const { ground, marks, focus } = input;
  useEffect(() => parts.current?.ground.update(ground), [ground]);
  useEffect(() => parts.current?.marks.update(marks), [marks]);
  const change = focus?.change;
  useEffect(() => {
    const wanted = latest.current.focus;
    if (change !== undefined && wanted !== null) parts.current?.ground.show(wanted);
  }, [change]);
  return { parts, kind };
}
