/** The complaints of a busy night: wordings and crossings of the simulator, more of them, and closer together. */
import { makeDemoPlates } from '../../../build/demo-district/plates.ts';
import { must } from '../../../shared/lib/must.ts';
import type { Order } from '../../../simulator/orders.ts';
import { fillerOrders } from '../../../simulator/orders.ts';
import { Chance } from '../../../simulator/random.ts';

/** Nights of the simulator from which the wordings are taken, for one seed. */
const nights = 100;

/** So many orders, by time, each at a whole second from the one instant until before the other, Unix ms. */
export function busyOrders(seed: number, count: number, from: number, to: number): readonly Order[] {
  const plates = makeDemoPlates();
  const said: Order[] = [];
  for (let night = 0; said.length < count; night += 1) said.push(...fillerOrders(from, plates, seed * nights + night));
  const chance = Chance.of(seed, 'busy night');
  const times = Array.from({ length: count }, () => Math.floor(chance.between(from, to) / 1_000) * 1_000);
  times.sort((a, b) => a - b);
  return times.map((at, i) => ({ ...must(said[i], 'an order'), name: `B${i + 1}`, at }));
}
