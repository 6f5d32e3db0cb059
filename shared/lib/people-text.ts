/** People of a list as somebody types them: 张三（0123）、李四 0456 证至 2026-12-31. Pure. */

export interface ListedPerson {
  /** Staff number (工号). */
  readonly officer: string;
  readonly name: string;
  /** Last civil day of the certificate, `2026-12-31`. */
  readonly certificateTo?: string;
}

const staffNumber = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const certificate = /^(?:证件至|有效至|证至|至)?(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const fullWidth = /[\uff01-\uff5e]/g;

/** Name and staff number of each, and how long the certificate holds; the part that cannot be read where there is one. */
export function readPeople(text: string): readonly ListedPerson[] | { readonly unread: string } {
  const parts = text
    .replaceAll(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll(/\(([^()]*)\)/g, (_, inside: string) => ` ${inside.replaceAll(/[,、;]/g, ' ')} `)
    .replaceAll(/(证件至|有效至|证至)\s+/g, '$1')
    .split(/[、,;|\n]+/)
    .map((part) => part.trim().replaceAll(/\s+/g, ' '))
    .filter((part) => part !== '');
  const people: ListedPerson[] = [];
  for (const part of parts) {
    const words = part.split(' ');
    const until = words.map((word) => certificate.exec(word)).find((match) => match !== null);
    const rest = words.filter((word) => !certificate.test(word));
    const officer = rest.find((word) => staffNumber.test(word));
    const name = rest.filter((word) => word !== officer).join(' ');
    if (officer === undefined || name === '') return { unread: part };
    const [, year = '', month = '', day = ''] = until ?? [];
    people.push({
      ...{ officer, name },
      ...(until === undefined ? {} : { certificateTo: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` }),
    });
  }
  return people;
}

/** As `readPeople` reads them. */
export const writePeople = (people: readonly ListedPerson[], between = '、'): string =>
  people
    .map(({ officer, name, certificateTo }) =>
      [name, officer, ...(certificateTo === undefined ? [] : [`证至${certificateTo}`])].join(' '),
    )
    .join(between);
