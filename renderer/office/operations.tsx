/** Joint operations by name: those this seat holds, and for who keeps the accounts those the hub names. */
import { createContext, useContext, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useDocuments } from '../seat-client/hooks.ts';
import { useAnswer } from './office.ts';

export interface OperationNamed {
  readonly id: string;
  readonly name: string;
  readonly stage: 'planned' | 'running' | 'ended';
}

interface Asked {
  readonly operations: readonly OperationNamed[];
  /** Asks anew: operations are planned and end while a form is open. */
  readonly again: () => void;
}

const none: Asked = { operations: [], again: () => undefined };
const AskedContext = createContext(none);

/** Around screens of administrators: they hold no operations. */
export function AskedOperations({ children }: { readonly children: ReactNode }) {
  const { answer, again } = useAnswer({ ask: 'operations' });
  const asked = useMemo<Asked>(
    () => ({ operations: answer?.status === 'granted' ? answer.body.operations : [], again }),
    [answer, again],
  );
  return <AskedContext value={asked}>{children}</AskedContext>;
}

export function useOperations(): Asked {
  const asked = useContext(AskedContext);
  const { documents } = useDocuments('jointOperation');
  return useMemo(() => {
    const held = documents.map(({ state: { id, name, stage } }) => ({ id, name, stage }));
    const more = asked.operations.filter(({ id }) => held.every((one) => one.id !== id));
    return { operations: [...held, ...more], again: asked.again };
  }, [documents, asked]);
}
