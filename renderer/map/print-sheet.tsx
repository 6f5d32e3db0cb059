/**
 * The map on paper: as it is drawn at this moment, in day colours, with its legend, the time of its data and whose map it
 * is. It stands beside the page, unseen, until it is drawn; then the page is printed, of which only it is shown.
 */
import { useEffect, useRef } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { themeVariables } from '../theme/apply.ts';
import './print.css';

interface Props {
  readonly title: string;
  /** Lines beneath the title. */
  readonly told: readonly string[];
  readonly foot: readonly string[];
  readonly legend: ReactNode;
  readonly onDone: () => void;
  /** The map. */
  readonly children: ReactNode;
}

const light = themeVariables('light') as CSSProperties;
/** A ground that is not whole by then is printed as it is, ms; a basemap is read anew at twice the detail. */
const longestMs = 3_000;
const longestWithBasemapMs = 20_000;
/** For what comes after the first drawing, such as names, ms. */
const settleMs = 300;

/** Whether a basemap is on its way, or drawn: then every square of it is waited for. */
const hasBasemap = (sheet: HTMLElement): boolean =>
  /^(opening|ready|broken)$/.test(sheet.querySelector<HTMLElement>('.district-map')?.dataset['basemap'] ?? '');

function isDrawn(sheet: HTMLElement): boolean {
  const ground = sheet.querySelector<HTMLElement>('.district-map-ground');
  const marks = sheet.querySelector<HTMLElement>('.district-map-marks');
  if (ground?.dataset['drawn'] !== 'true' || marks?.dataset['paintings'] === undefined) return false;
  return !hasBasemap(sheet) || ground.dataset['idle'] === 'true';
}

export function PrintSheet({ title, told, foot, legend, onDone, children }: Props) {
  const sheet = useRef<HTMLElement>(null);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    const { body } = document;
    body.dataset['mapPrint'] = 'true';
    const begun = performance.now();
    let drawnAt: number | undefined;
    let asked = 0;
    const wait = (): void => {
      const [now, element] = [performance.now(), sheet.current];
      if (element === null || !isDrawn(element)) drawnAt = undefined;
      else drawnAt ??= now;
      const longest = element !== null && hasBasemap(element) ? longestWithBasemapMs : longestMs;
      if ((drawnAt !== undefined && now - drawnAt >= settleMs) || now - begun >= longest) {
        sheet.current?.setAttribute('data-ready', 'true');
        window.print();
      } else asked = window.requestAnimationFrame(wait);
    };
    asked = window.requestAnimationFrame(wait);
    const over = (): void => done.current();
    window.addEventListener('afterprint', over);
    return () => {
      window.cancelAnimationFrame(asked);
      window.removeEventListener('afterprint', over);
      delete body.dataset['mapPrint'];
    };
  }, []);
  return createPortal(
    <section ref={sheet} className="map-print" style={light} inert aria-hidden="true">
      <header>
        <h1>{title}</h1>
        {told.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </header>
      <div className="map-print__map">
        <div className="map-print__large">{children}</div>
      </div>
      {legend}
      <footer>
        {foot.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </footer>
    </section>,
    document.body,
  );
}
