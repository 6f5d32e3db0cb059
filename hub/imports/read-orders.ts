/** A list of orders: each row as the order it brings, or with what is wrong with it. Whether one is known, the hub says. */
import type { Plates } from '../../shared/domain/district/events.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import { second } from '../../shared/lib/time.ts';
import type { ImportFault, ImportPreview } from '../../shared/wire/imports.ts';
import { orderBounds } from '../../shared/wire/orders.ts';
import type { OrderSource } from '../../shared/wire/orders.ts';
import { choiceOf, instantOf } from './cells.ts';
import { meantIn, needed, readRows, RowWrong, textIn } from './list-rows.ts';
import type { Cells } from './list-rows.ts';
import { orderThing, replyWords, sourceWords } from './order-fields.ts';
import type { SourceTable } from './source.ts';
import type { ReadyOrder } from './work-types.ts';

export interface ReadOrders {
  readonly orders: readonly ReadyOrder[];
  readonly faults: readonly ImportFault[];
}

interface OrderDeps {
  /** Column by field. */
  readonly columns: Readonly<Record<string, string>>;
  /** Of rows that do not say it. */
  readonly source: OrderSource;
  readonly plates: Plates;
  /** Hub time, Unix ms. */
  readonly now: number;
}

/** A sender's clock may run ahead by so much, ms; as the desk allows. */
const clockTolerance = 2 * second;
function instantIn(cells: Cells, field: string, { plates, now }: OrderDeps): number | undefined {
  const at = meantIn(cells, field, (cell) => instantOf(cell, plates.utcOffset));
  if (at !== undefined && at > now + clockTolerance) throw new RowWrong(field, 'TimeInFuture', cells[field]);
  return at;
}

function orderOf(cells: Cells, deps: OrderDeps): Omit<ReadyOrder, 'file' | 'row'> {
  const externalId = needed('externalId', textIn(cells, 'externalId', orderBounds.externalId));
  const said = needed('text', textIn(cells, 'text', orderBounds.text));
  const place = textIn(cells, 'where', orderBounds.address);
  // What the list says of the place stands before the wording, as an operator would read it out.
  const text = place === undefined || said.includes(place) ? said : `${place}：${said}`;
  if (text.length > orderBounds.text) throw new RowWrong('text', 'TooBig', `${text.length} > ${orderBounds.text}`);
  const receivedAt = instantIn(cells, 'receivedAt', deps);
  const actAt = instantIn(cells, 'actAt', deps) ?? null;
  const [name, phone] = [textIn(cells, 'caller', orderBounds.name), textIn(cells, 'phone', orderBounds.phone)];
  const address = textIn(cells, 'callerAddress', orderBounds.address);
  const source = meantIn(cells, 'source', (cell) => choiceOf(cell, sourceWords) as OrderSource) ?? deps.source;
  const wantsReply = meantIn(cells, 'wantsReply', (cell) => choiceOf(cell, replyWords) as ReadyOrder['wantsReply']);
  return {
    ...{ source, externalId, actAt },
    ...(wantsReply === undefined ? {} : { wantsReply }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    understanding: understand(text, deps.plates),
    personal: {
      text,
      ...(name === undefined ? {} : { name }),
      ...(phone === undefined ? {} : { phone }),
      ...(address === undefined ? {} : { address }),
    },
  };
}

/** Rows of the tables as orders. One number twice in a list is refused at its second row. */
export function readOrders(tables: readonly SourceTable[], deps: OrderDeps): ReadOrders {
  const { rows, faults } = readRows(tables, {
    ...{ thing: orderThing, columns: deps.columns },
    read: (cells) => orderOf(cells, deps),
    keyOf: ({ source, externalId }) => `${source} ${externalId}`,
  });
  return { orders: rows, faults };
}

/**
 * Shown of an order: what it is about as understood, never who called, nor what a caller said otherwise than before.
 * @param changed What differs from the order on file; undefined for a new one.
 */
export function toldOrder(
  { file, row, externalId, understanding }: ReadyOrder,
  changed?: readonly string[],
): ImportPreview['changes'][number] {
  const name = understanding.words.join('、');
  const fields = (changed ?? []).map((field) => ({ field, was: '', is: '' }));
  return { file, row, id: externalId, name, change: changed === undefined ? 'new' : 'changed', fields };
}
