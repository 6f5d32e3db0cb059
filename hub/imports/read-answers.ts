/** A list of what became of orders: each row as what it says of one order, or with what is wrong with it. */
import type { ListOfAnswers } from '../../shared/domain/import/events.ts';
import { civil, second } from '../../shared/lib/time.ts';
import type { ImportFault } from '../../shared/wire/imports.ts';
import { orderBounds } from '../../shared/wire/orders.ts';
import type { OrderSource } from '../../shared/wire/orders.ts';
import { answerThings, satisfiedWords, solvedWords } from './answer-fields.ts';
import { choiceOf, instantOf } from './cells.ts';
import { meantIn, needed, readRows, RowWrong, textIn } from './list-rows.ts';
import type { Cells } from './list-rows.ts';
import { sourceWords } from './order-fields.ts';
import type { SourceTable } from './source.ts';
import type { ReadyAnswer } from './work-types.ts';

interface AnswerDeps {
  /** Column by field. */
  readonly columns: Readonly<Record<string, string>>;
  readonly utcOffset: number;
  /** Hub time, Unix ms. */
  readonly now: number;
}

/** A sender's clock may run ahead by so much, ms; as the desk allows. */
const clockTolerance = 2 * second;
/** As the words of a step are bounded. */
const longestOpinion = 2_000;

const verdict = (words: typeof satisfiedWords | typeof solvedWords) => (cell: string) => {
  const said = choiceOf(cell, words);
  return said === 'unsaid' ? null : said === 'yes';
};

/** What the list says by being this list; a cell that says the opposite is a wrong row. */
function opinionOf(list: ListOfAnswers, cells: Cells): Pick<ReadyAnswer, 'satisfied' | 'solved'> {
  if (list === 'uncontacted') return { satisfied: null, solved: null };
  const said = {
    satisfied: meantIn(cells, 'satisfied', verdict(satisfiedWords)),
    solved: meantIn(cells, 'solved', verdict(solvedWords)),
  };
  const of = list === 'dissatisfied' ? 'satisfied' : 'solved';
  if (said[of] === true) throw new RowWrong(of, 'ListContradicted', cells[of]);
  return { ...{ satisfied: said.satisfied ?? null, solved: said.solved ?? null }, [of]: false };
}

function answerOf(
  list: ListOfAnswers,
  cells: Cells,
  { utcOffset, now }: AnswerDeps,
): Omit<ReadyAnswer, 'file' | 'row' | 'column'> {
  const externalId = needed('externalId', textIn(cells, 'externalId', orderBounds.externalId)?.trim());
  const at = needed(
    'surveyedAt',
    meantIn(cells, 'surveyedAt', (cell) => instantOf(cell, utcOffset)),
  );
  if (at > now + clockTolerance) throw new RowWrong('surveyedAt', 'TimeInFuture', cells['surveyedAt']);
  const { hour, minute } = civil(at, utcOffset);
  return {
    ...{ externalId, at, dayOnly: hour === 0 && minute === 0 },
    source: meantIn(cells, 'source', (cell) => choiceOf(cell, sourceWords) as OrderSource) ?? null,
    ...opinionOf(list, cells),
    opinion: textIn(cells, 'opinion', longestOpinion)?.trim() ?? null,
  };
}

/** Rows of the tables. One order twice at one time is refused at its second row. */
export function readAnswers(
  list: ListOfAnswers,
  tables: readonly SourceTable[],
  deps: AnswerDeps,
): { readonly answers: readonly ReadyAnswer[]; readonly faults: readonly ImportFault[] } {
  const { rows, faults } = readRows(tables, {
    ...{ thing: answerThings[list], columns: deps.columns },
    read: (cells, columnOf) => ({ ...answerOf(list, cells, deps), column: columnOf('externalId') }),
    keyOf: ({ source, externalId, at }) => `${source ?? ''} ${externalId} ${at}`,
  });
  return { answers: rows, faults };
}
