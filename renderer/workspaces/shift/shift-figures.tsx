/** The figures of the night with their meaning; pressed, each lists the numbers behind it. */
import { memo, useState } from 'react';
import type { ReactNode } from 'react';
import type { TFunction } from '../../hall/types.ts';
import { useTranslation } from 'react-i18next';
import { listed } from '../../i18n/say.ts';
import type { Beside, Counted, LateLimit, Part, ShiftFigures } from './figures.ts';

const heads = [
  'received',
  'closed',
  'open',
  'sent',
  'arrived',
  'response',
  'late',
  'owed',
  'joined',
  'relapse',
] as const;
type Head = (typeof heads)[number];

interface Traced {
  readonly id: string;
  readonly name: string;
  readonly of: Counted;
}

const minutes = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

function headValue(head: Head, figures: ShiftFigures, t: TFunction): string {
  if (head !== 'response') return String(figures[head].length);
  const { mean, median } = figures.response;
  if (mean === null || median === null) return t('shift.dash');
  const pair = { mean: minutes(mean), median: minutes(median) };
  return t('shift.minutes', { minutes: t('shift.pair', pair) });
}

const limitName = (limit: LateLimit, t: TFunction): string =>
  limit === 'accept' || limit === 'arrive' || limit === 'safe' || limit === 'silent'
    ? t(`shift.limit.${limit}`)
    : t(`limit.${limit}`);

/** Numbers as one reads them: one that counts twice says so. */
function numbersText(of: Counted, t: TFunction): string {
  const times = new Map<string, number>();
  for (const number of of) times.set(number, (times.get(number) ?? 0) + 1);
  return listed(
    t,
    [...times].map(([number, n]) => (n > 1 ? `${number} ×${n}` : number)),
  );
}

export const Figures = memo(function Figures({ figures }: { readonly figures: ShiftFigures }) {
  const { t } = useTranslation();
  const [traced, setTraced] = useState<string>();
  const parts = (split: keyof ShiftFigures, list: readonly Part<string>[], nameOf: (key: string) => string): Traced[] =>
    list.map(({ key, of }) => ({ id: `${split}-${key}`, name: nameOf(key), of }));
  const headed: readonly Traced[] = heads.map((head) => ({
    id: head,
    name: t(`shift.figure.${head}`),
    of: head === 'response' ? figures.response.of : figures[head],
  }));
  const splits = [
    {
      title: t('shift.split.sources'),
      rows: parts('sources', figures.sources, (key) => t(`source.${key as (typeof figures.sources)[number]['key']}`)),
    },
    {
      title: t('shift.split.assessments'),
      rows: parts('assessments', figures.assessments, (key) =>
        t(`assessment.${key as (typeof figures.assessments)[number]['key']}`),
      ),
    },
    {
      title: t('shift.split.outcomes'),
      rows: parts('outcomes', figures.outcomes, (key) =>
        key === 'noOutcome'
          ? t('shift.noOutcome')
          : t(`outcome.${key as Exclude<(typeof figures.outcomes)[number]['key'], 'noOutcome'>}`),
      ),
    },
    {
      title: t('shift.split.grades'),
      rows: parts('grades', figures.grades, (key) =>
        t(`arrivalGrade.${key as (typeof figures.grades)[number]['key']}`),
      ),
    },
    {
      title: t('shift.split.late'),
      rows: parts('lateBy', figures.lateBy, (key) => limitName(key as LateLimit, t)),
    },
    {
      title: t('shift.split.beside'),
      rows: parts('beside', figures.beside, (key) => t(`shift.beside.${key as Beside}`)),
    },
  ];
  const shown = [...headed, ...splits.flatMap(({ rows }) => rows)].find(({ id }) => id === traced);
  const press = ({ id }: Traced, className: string, content: ReactNode): ReactNode => (
    <button
      type="button"
      className={className}
      aria-expanded={traced === id}
      data-figure={id}
      onClick={() => setTraced(traced === id ? undefined : id)}
    >
      {content}
    </button>
  );
  return (
    <section className="shift-part" aria-label={t('shift.figures')}>
      <h2>{t('shift.figures')}</h2>
      <ul className="shift-heads">
        {headed.map((one, index) => {
          const head = heads[index] ?? 'received';
          return (
            <li key={one.id}>
              {press(
                one,
                'shift-head',
                <>
                  <span className="shift-head__name">{one.name}</span>
                  <b className="shift-head__value">{headValue(head, figures, t)}</b>
                  <span className="shift-head__meaning">{t(`shift.meaning.${head}`)}</span>
                </>,
              )}
            </li>
          );
        })}
      </ul>
      <div className="shift-splits">
        {splits.map(({ title, rows }) => (
          <div key={title} className="shift-split">
            <h3>{title}</h3>
            {rows.length === 0 ? (
              <p>{t('shift.dash')}</p>
            ) : (
              <ul>
                {rows.map((row) => (
                  <li key={row.id}>
                    {press(
                      row,
                      'shift-split__row',
                      <>
                        <span>{row.name}</span>
                        <b>{row.of.length}</b>
                      </>,
                    )}
                  </li>
                ))}
              </ul>
            )}
          </div>
        ))}
      </div>
      <p className="shift-trace" role="status">
        {shown !== undefined &&
          (shown.of.length === 0
            ? t('shift.traceNone', { name: shown.name })
            : t('shift.trace', { name: shown.name, numbers: numbersText(shown.of, t) }))}
      </p>
    </section>
  );
});
