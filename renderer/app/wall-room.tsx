/** The wall alone on the screen. Escape brings the bar to leave by, and takes it away again. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Unbroken } from '../ui/broken.tsx';
import { Wall } from '../workspaces/wall/wall.tsx';

const againAfterMs = 10_000;

export function WallRoom({ bar }: { readonly bar: ReactNode }) {
  const [barOpen, setBarOpen] = useState(false);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') setBarOpen((open) => !open);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      {barOpen && <div className="room__over">{bar}</div>}
      <Unbroken againAfter={againAfterMs}>
        <Wall />
      </Unbroken>
    </>
  );
}
