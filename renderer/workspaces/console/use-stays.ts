import { useEffect, useState } from 'react';

/** Who only passes by opens no streams. */
const settleMs = 1_200;

/** True once what is selected has stayed the same for a while. */
export function useStays(id: string): boolean {
  const [settled, setSettled] = useState<string>();
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(id), settleMs);
    return () => window.clearTimeout(timer);
  }, [id]);
  return settled === id;
}
