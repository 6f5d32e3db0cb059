/** The engine of each protocol. */
import type { Engine } from './engine.ts';
import type { StreamOffer, StreamProtocol } from './types.ts';

/** Loaded when first needed: most seats never play anything. */
const engines: Readonly<Record<StreamProtocol, () => Promise<Engine>>> = {
  hls: async () => (await import('./engine-hls.ts')).playHls,
  flv: async () => (await import('./engine-flv.ts')).playFlv,
  wsFlv: async () => (await import('./engine-flv.ts')).playWsFlv,
  whep: async () => (await import('./engine-whep.ts')).playWhep,
};

export const engineFor = ({ protocol }: StreamOffer): Promise<Engine> => engines[protocol]();
