/** A network that can be cut, closed with the test. */
import { onTestFinished } from 'vitest';
import type { Network } from './cut-network.ts';
import { openCut } from './cut-network.ts';

/** @param hubPort Where the connections go. */
export async function openNetwork(hubPort: number): Promise<Network> {
  const network = await openCut(hubPort);
  onTestFinished(() => network.close());
  return network;
}
