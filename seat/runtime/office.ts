/** Hands what people ask of the hub's office through, and its answers back; both are held to their schemas here. */
import type { OfficeAsk } from '../../shared/wire/office-api.ts';
import { officeAnswerSchema, officeAnswerSchemas } from '../../shared/wire/office-api.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import { firstIssue } from './incoming.ts';
import type { Link } from './link.ts';

/** A slow hash stands in a queue at the hub, ms. */
const answerMs = 30_000;
/** The hub reads whole files before it answers, ms. */
const lookMs = 130_000;

/** Throws for what is no answer to the ask: hub and seat speak differently. */
export async function askOffice(link: Pick<Link, 'ask'>, message: OfficeAsk): Promise<AnswerOf<'office'>> {
  const said = await new Promise<unknown>((resolve) =>
    link.ask('office', message, message.ask === 'importLook' ? lookMs : answerMs, resolve),
  );
  if (said === undefined) return { status: 'offline' };
  const answer = officeAnswerSchema.safeParse(said);
  if (!answer.success) throw new Error(`the hub answered ${message.ask}: ${firstIssue(answer.error)}`);
  if (answer.data.status === 'refused') return answer.data;
  const body = officeAnswerSchemas[message.ask].safeParse(answer.data.body);
  if (!body.success) throw new Error(`the hub answered ${message.ask}: ${firstIssue(body.error)}`);
  return answer.data;
}
