/** The box to find things in, over any page: Ctrl+K, also while something is typed elsewhere. */
import { useCallback, useEffect, useRef } from 'react';
import { useHall } from '../hall/hall.tsx';
import { useIntakeDraft } from '../hall/intake-draft.tsx';
import { useRegisterDoor } from '../hall/register-door.tsx';
import { useSelection } from '../hall/selection.tsx';
import type { Selected } from '../hall/selection.tsx';
import { FindBox } from './find-box.tsx';
import type { Opens } from './opens.ts';
import { opensFor } from './opens.ts';

interface Props {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** Which pages this person has. */
  readonly console: boolean;
  readonly registers: boolean;
  readonly toConsole: () => void;
}

export function Find({ open, onOpen, console, registers, toConsole }: Props) {
  const hall = useHall();
  const { select } = useSelection();
  const { change } = useIntakeDraft();
  const door = useRegisterDoor();
  /** What had the focus before. */
  const before = useRef<Element>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat || event.isComposing) return;
      onOpen(true);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [onOpen]);
  useEffect(() => {
    if (!open) return undefined;
    before.current = window.document.activeElement;
    return () => {
      const { current } = before;
      if (current instanceof HTMLElement && current.isConnected) current.focus();
    };
  }, [open]);
  const close = useCallback(() => onOpen(false), [onOpen]);
  if (!open) return null;
  const holds = (kind: Selected['kind'], id: string): boolean => {
    switch (kind) {
      case 'incident':
        return hall.incidents.has(id);
      case 'unit':
        return hall.units.has(id);
      case 'site':
        return hall.sites.has(id);
      case 'videoPoint':
        return hall.videoPoints.has(id);
      case 'zone':
        return hall.zones.has(id);
    }
  };
  const go = (opens: Opens): void => {
    if (opens.does === 'nothing') return;
    close();
    if (opens.does === 'register') return door.open({ kind: opens.kind, id: opens.id });
    // The right side shows what was chosen; what was typed there is kept.
    change({ open: false });
    select(opens.what);
    toConsole();
  };
  return <FindBox opensFor={(one) => opensFor(one, { console, registers, holds })} onOpen={go} onClose={close} />;
}
