/** Live pictures alone on a page, against the test's media server; not part of the product. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { startTexts } from '../../../renderer/i18n/index.ts';
import { applyTheme } from '../../../renderer/theme/apply.ts';
import '../../../renderer/theme/base.css';
import { LiveVideo } from '../../../renderer/video/index.ts';
import type { Opened, PictureState, StreamOffer, VideoDoor } from '../../../renderer/video/index.ts';

interface VideoPage {
  readonly states: { readonly at: number; readonly state: PictureState }[];
  readonly closed: string[];
  show(on: boolean): void;
}

declare global {
  interface Window {
    videoPage?: VideoPage;
  }
}

const offers = JSON.parse(new URLSearchParams(location.search).get('offers') ?? '[]') as StreamOffer[];
const states: VideoPage['states'] = [];
const closed: string[] = [];
let tickets = 0;

const door: VideoDoor = {
  open(): Promise<Opened> {
    tickets += 1;
    return Promise.resolve({
      ...{ status: 'streams', ticket: `t${String(tickets)}`, streams: offers, ptz: false, simulated: true },
    });
  },
  close: (ticket) => void closed.push(ticket),
  still: () => Promise.resolve({ status: 'refused', code: 'NoStream' }),
  move: () => Promise.resolve(undefined),
};

const onState = (state: PictureState): void => void states.push({ at: performance.now(), state });
const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

function Page() {
  const [on, show] = useState(true);
  window.videoPage = { states, closed, show };
  return (
    <main style={{ width: 640, height: 360 }}>
      {on && <LiveVideo {...{ door, timeOf, onState }} videoPoint="v1" name="示例路口 V-01" quality="main" />}
    </main>
  );
}

applyTheme('dark');
await startTexts();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(<Page />);
