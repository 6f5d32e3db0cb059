/**
 * What officers found on the spot goes before what registers say: a list, however new, does not undo what was seen. The
 * registers' own view stays beside it.
 */
import type { Assessment, Finding } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';

const most = 16;

const reason = (code: string, params: Reason['params']): Reason => ({ code, params });
const said = ({ kind, foundAt, site }: Finding): Reason['params'] => ({ kind, foundAt, site });

/**
 * The assessment with what was found. The latest finding names it; one made at another site than the one now acted upon
 * is only told, as are all of them where the place turned out to be another district's.
 * @param registers What the registers alone say.
 */
export function withFindings(registers: Assessment, findings: readonly Finding[]): Assessment {
  if (findings.length === 0) return registers;
  const isOutside = registers.reasons.some(({ code }) => code === 'outsideDistrict');
  const isHere = ({ site }: Finding): boolean =>
    !isOutside && (site === null || registers.site === null || site === registers.site);
  const here = findings.filter(isHere).toSorted((a, b) => b.foundAt - a.foundAt);
  const elsewhere = findings.filter((one) => !isHere(one));
  const told = [
    ...here.map((one) => reason('foundOnScene', said(one))),
    ...(here.length === 0 ? [] : [reason('registersSay', { kind: registers.kind })]),
    ...elsewhere.map((one) => reason('foundElsewhere', said(one))),
  ];
  const [last] = here;
  return {
    ...registers,
    ...(last === undefined ? {} : { kind: last.kind, byRegisters: registers.kind }),
    findings: [...findings],
    reasons: [...told, ...registers.reasons].slice(0, most),
  };
}

/** What the registers alone said in an assessment. */
export function withoutFindings({ byRegisters, findings: _, ...rest }: Assessment): Assessment {
  const own = (code: string): boolean => !['foundOnScene', 'registersSay', 'foundElsewhere'].includes(code);
  return { ...rest, kind: byRegisters ?? rest.kind, reasons: rest.reasons.filter(({ code }) => own(code)) };
}

/** All views of it that ask for something to be done: what was found, and what the registers say. */
export function viewsOf({ kind, byRegisters }: Assessment): readonly Assessment['kind'][] {
  return byRegisters === undefined || byRegisters === kind ? [kind] : [kind, byRegisters];
}
