/** What an import would do: its figures, the map, changes and faults row by row, and the one button that does it. */
import { useMemo, useState } from 'react';
import { Alert, Button } from 'antd';
import type { TFunction } from '../../hall/types.ts';
import { useTranslation } from 'react-i18next';
import type { ImportChange, ImportDrawing, ImportFault, ImportPreview } from '../../../shared/wire/seat-api.ts';
import { isListOfAnswers, isListOfOrders } from '../../../shared/wire/seat-api.ts';
import { listed, sentences } from '../../i18n/say.ts';
import { Rows } from '../../ui/rows.tsx';
import { ImportMap } from './import-map.tsx';
import { saveText } from '../../ui/save-file.ts';
import { codeWords, fieldName } from './say.ts';
import type { ImportDesk } from './use-import.ts';

export const faultText = (t: TFunction, { code, value }: Pick<ImportFault, 'code' | 'value'>): string =>
  `${codeWords(t, code)}${value === '' ? '' : ` ${value}`}`;

const figures = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 });
const area = (squareMetres: number): string => figures.format(squareMetres);

interface Props {
  readonly desk: ImportDesk;
  readonly preview: ImportPreview;
  readonly live: boolean;
}

const views = ['faults', 'changes', 'areas', 'dangling', 'sample'] as const;
type View = (typeof views)[number];

export function Preview({ desk, preview, live }: Props) {
  const { t } = useTranslation();
  const drawing = useMemo(() => JSON.parse(preview.drawn) as ImportDrawing, [preview.drawn]);
  const [wanted, setView] = useState<View>();
  const { counts, coverage } = preview;
  const isAnswers = isListOfAnswers(desk.held.what);
  const areas = coverage.overlaps.count + coverage.gaps.count + coverage.beyond.count;
  const there: { readonly [V in View]: number } = {
    ...{ faults: counts.refused },
    ...{ changes: isAnswers ? counts.new + counts.same : counts.new + counts.changed + counts.removed + counts.absent },
    ...{ areas },
    ...{ dangling: preview.dangling.length, sample: preview.columns.length },
  };
  const open = views.filter((one) => there[one] > 0 || one === 'changes');
  const view =
    wanted !== undefined && open.includes(wanted) ? wanted : preview.crsNeeded ? 'sample' : (open[0] ?? 'changes');
  const isDone = preview.state === 'imported';
  const isList = isListOfOrders(desk.held.what);
  const hasDrawing = drawing.areas.length + drawing.lines.length + drawing.points.length > 0;
  return (
    <section className="imports__preview" aria-label={t('imports.step.preview')}>
      <Counts preview={preview} of={isAnswers ? answerCounts : isList ? listCounts : allCounts} />
      {!isDone && <Warnings desk={desk} preview={preview} />}
      {hasDrawing && <ImportMap drawing={drawing} what={desk.held.what} />}
      <div className="imports__views" role="tablist">
        {open.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            className="act"
            aria-selected={view === one}
            onClick={() => setView(one)}
          >
            {t(`imports.view.${one === 'changes' && isList ? (isAnswers ? 'answers' : 'orders') : one}`)}{' '}
            {one === 'sample' ? '' : there[one]}
          </button>
        ))}
      </div>
      {view === 'changes' && isAnswers && <Answers preview={preview} total={there.changes} />}
      {view === 'changes' && !isAnswers && <Changes preview={preview} total={there.changes} />}
      {view === 'faults' && <Faults faults={preview.faults} total={counts.refused} />}
      {view === 'areas' && <Areas drawing={drawing} total={areas} />}
      {view === 'dangling' && <Dangling preview={preview} />}
      {view === 'sample' && <Sample preview={preview} />}
      {!isDone && <Confirm desk={desk} preview={preview} live={live} />}
    </section>
  );
}

const allCounts = ['rows', 'new', 'changed', 'same', 'removed', 'absent', 'refused'] as const;
/** What came in is never withdrawn by a list. */
const listCounts = [
  'rows',
  'new',
  'changed',
  'same',
  'refused',
] as const satisfies readonly (typeof allCounts)[number][];
const answerCounts = ['rows', 'new', 'same', 'refused'] as const satisfies readonly (typeof allCounts)[number][];

function Counts({
  preview: { counts },
  of,
}: {
  readonly preview: ImportPreview;
  readonly of: readonly (typeof allCounts)[number][];
}) {
  const { t } = useTranslation();
  return (
    <dl className="imports__counts">
      {of.map((name) => (
        <div key={name} data-count={name} className={name === 'refused' && counts.refused > 0 ? 'imports__bad' : ''}>
          <dt>{t(`imports.count.${name}`)}</dt>
          <dd>{counts[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

function Warnings({ desk, preview }: { readonly desk: ImportDesk; readonly preview: ImportPreview }) {
  const { t } = useTranslation();
  const { outside, coverage, counts, crsNeeded, dangling } = preview;
  const [best] = outside.others;
  const isList = isListOfOrders(desk.held.what);
  const { leaveOut } = desk.held.meant;
  return (
    <>
      {crsNeeded && <Alert type="info" showIcon title={t('imports.crsNeeded')} />}
      {counts.refused > 0 && (
        <Alert
          type={leaveOut ? 'warning' : 'error'}
          showIcon
          role="alert"
          title={t(leaveOut ? 'imports.leftOut' : isList ? 'imports.someWrong' : 'imports.wholeOrNot', {
            count: counts.refused,
          })}
        />
      )}
      {isList && counts.refused > 0 && (
        <label>
          <input
            type="checkbox"
            name="import-leave-out"
            checked={leaveOut}
            onChange={(event) => desk.mean({ leaveOut: event.target.checked })}
          />
          {t('imports.leaveOut')}
        </label>
      )}
      {outside.rows > 0 && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={
            best === undefined
              ? t('imports.outsideOnly', { rows: outside.rows })
              : t('imports.crsOffer', { rows: outside.rows, crs: t(`imports.crs.${best.crs}`), others: best.rows })
          }
          action={
            best !== undefined && (
              <Button size="small" onClick={() => desk.mean({ crs: best.crs })}>
                {t('imports.crsTake', { crs: t(`imports.crs.${best.crs}`) })}
              </Button>
            )
          }
        />
      )}
      {coverage.overlaps.count + coverage.gaps.count + coverage.beyond.count > 0 && (
        <Alert
          type="warning"
          showIcon
          title={sentences(t, [
            ...(coverage.overlaps.count > 0
              ? [t('imports.overlaps', { count: coverage.overlaps.count, area: area(coverage.overlaps.squareMetres) })]
              : []),
            ...(coverage.gaps.count > 0
              ? [t('imports.gaps', { count: coverage.gaps.count, area: area(coverage.gaps.squareMetres) })]
              : []),
            ...(coverage.beyond.count > 0
              ? [t('imports.beyonds', { count: coverage.beyond.count, area: area(coverage.beyond.squareMetres) })]
              : []),
          ])}
        />
      )}
      {dangling.length > 0 && (
        <Alert type="warning" showIcon title={t('imports.danglingNote', { count: dangling.length })} />
      )}
    </>
  );
}

function More({ shown, total }: { readonly shown: number; readonly total: number }) {
  const { t } = useTranslation();
  return shown < total ? <p className="imports__hint">{t('imports.shownOf', { shown, total })}</p> : null;
}

function Changes({ preview: { changes }, total }: { readonly preview: ImportPreview; readonly total: number }) {
  const { t } = useTranslation();
  const empty = t('imports.empty');
  return (
    <>
      <Rows<ImportChange>
        rows={changes}
        idOf={({ id, change }) => `${change} ${id}`}
        empty={t('imports.noChanges')}
        pageSize={12}
        columns={[
          {
            title: t('imports.column.change'),
            of: ({ change }) => (
              <span className={`imports__change imports__change--${change}`}>{t(`imports.change.${change}`)}</span>
            ),
          },
          { title: t('imports.column.row'), right: true, of: ({ row }) => row ?? '' },
          { title: t('imports.column.name'), of: ({ name }) => name },
          { title: t('imports.column.id'), of: ({ id }) => id },
          {
            title: t('imports.column.fields'),
            of: ({ fields }) =>
              sentences(
                t,
                fields.map(({ field, was, is }) =>
                  // Of what a caller said only that it differs.
                  was === '' && is === ''
                    ? t('imports.corrected', { field: fieldName(t, field) })
                    : t('imports.wasIs', {
                        field: fieldName(t, field),
                        was: was === '' ? empty : was,
                        is: is === '' ? empty : is,
                      }),
                ),
              ),
          },
        ]}
      />
      <More shown={changes.length} total={total} />
    </>
  );
}

/** What becomes of each order of the list, before and after. */
function Answers({ preview: { changes }, total }: { readonly preview: ImportPreview; readonly total: number }) {
  const { t } = useTranslation();
  return (
    <>
      <Rows<ImportChange>
        rows={changes}
        idOf={({ file, row }) => `${file} ${row ?? ''}`}
        empty={t('imports.noRows')}
        pageSize={12}
        columns={[
          { title: t('imports.column.row'), right: true, of: ({ row }) => row ?? '' },
          { title: t('imports.field.externalId'), of: ({ id }) => id },
          { title: t('imports.column.incident'), of: ({ name }) => name },
          {
            title: t('imports.column.becomes'),
            of: ({ becomes }) =>
              becomes === undefined ? (
                ''
              ) : (
                <span className={`imports__becomes imports__becomes--${becomes}`}>
                  {t(`imports.becomes.${becomes}`)}
                </span>
              ),
          },
        ]}
      />
      <More shown={changes.length} total={total} />
    </>
  );
}

function Faults({ faults, total }: { readonly faults: readonly ImportFault[]; readonly total: number }) {
  const { t } = useTranslation();
  return (
    <>
      <Rows<ImportFault>
        rows={faults}
        idOf={({ file, row, field, code, value }) => `${file} ${row} ${field} ${code} ${value}`}
        empty={t('imports.noFaults')}
        pageSize={12}
        columns={[
          { title: t('imports.column.file'), of: ({ file }) => file },
          { title: t('imports.column.row'), right: true, of: ({ row }) => row ?? t('imports.wholeFile') },
          {
            title: t('imports.column.column'),
            of: ({ column, field }) => (column === '' && field !== '' ? fieldName(t, field) : column),
          },
          { title: t('imports.column.reason'), of: (fault) => faultText(t, fault) },
        ]}
      />
      <div className="imports__confirm">
        <More shown={faults.length} total={total} />
        {faults.length > 0 && (
          <Button
            size="small"
            onClick={() => saveText(`${t('imports.faultsFile')}.csv`, faultsCsv(t, faults), 'text/csv')}
          >
            {t('imports.exportFaults')}
          </Button>
        )}
      </div>
    </>
  );
}

/** What a spreadsheet would take for a formula stays a text. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** For whoever mends the list: with the mark by which spreadsheets know UTF-8. */
function faultsCsv(t: TFunction, faults: readonly ImportFault[]): string {
  const heads = ['file', 'row', 'column', 'reason'] as const;
  const lines = [
    heads.map((head) => t(`imports.column.${head}`)),
    ...faults.map((fault) => [
      ...[fault.file, fault.row === null ? t('imports.wholeFile') : String(fault.row)],
      ...[fault.column === '' && fault.field !== '' ? fieldName(t, fault.field) : fault.column, faultText(t, fault)],
    ]),
  ];
  return `\ufeff${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

interface AreaRow {
  readonly key: string;
  readonly what: string;
  readonly codes: string;
  readonly squareMetres: number;
}

function Areas({ drawing, total }: { readonly drawing: ImportDrawing; readonly total: number }) {
  const { t } = useTranslation();
  const rows: AreaRow[] = [
    ...drawing.overlaps.map(({ codes, squareMetres }, at) => ({
      ...{ key: `o${at}`, what: t(codes.length > 1 ? 'imports.overlap' : 'imports.beyond') },
      ...{ codes: listed(t, codes), squareMetres },
    })),
    ...drawing.gaps.map(({ squareMetres }, at) => ({ key: `g${at}`, what: t('imports.gap'), codes: '', squareMetres })),
  ];
  return (
    <>
      <Rows<AreaRow>
        rows={rows}
        idOf={({ key }) => key}
        empty=""
        pageSize={12}
        columns={[
          { title: t('imports.column.change'), of: ({ what }) => what },
          { title: t('imports.column.codes'), of: ({ codes }) => codes },
          { title: t('imports.column.squareMetres'), right: true, of: ({ squareMetres }) => area(squareMetres) },
        ]}
      />
      <More shown={rows.length} total={total} />
    </>
  );
}

function Dangling({ preview: { dangling } }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation();
  return (
    <Rows<ImportPreview['dangling'][number]>
      rows={dangling}
      idOf={({ register, id, grid }) => `${register} ${id} ${grid}`}
      empty=""
      pageSize={12}
      columns={[
        { title: t('imports.column.register'), of: ({ register }) => fieldName(t, register) },
        { title: t('imports.column.name'), of: ({ name }) => name },
        { title: t('imports.column.id'), of: ({ id }) => id },
        { title: t('imports.column.grid'), of: ({ grid }) => grid },
      ]}
    />
  );
}

function Sample({ preview: { columns } }: { readonly preview: ImportPreview }) {
  const rows = [0, 1, 2, 3, 4].filter((at) => columns.some(({ samples }) => (samples[at] ?? '') !== ''));
  return (
    <Rows<number>
      rows={rows}
      idOf={(at) => at}
      empty=""
      columns={columns.map(({ name, samples }) => ({ title: name, of: (at: number) => samples[at] ?? '' }))}
    />
  );
}

function Confirm({ desk, preview, live }: Props) {
  const { t } = useTranslation();
  const { accept } = desk.held.meant;
  const { counts, plan, toAccept } = preview;
  const nothing = counts.new + counts.changed + counts.removed === 0;
  const ready = plan !== null && (!toAccept || accept) && live && !desk.working;
  return (
    <div className="imports__confirm">
      {plan !== null && toAccept && (
        <label>
          <input
            type="checkbox"
            name="import-accept"
            checked={accept}
            onChange={(event) => desk.mean({ accept: event.target.checked })}
          />
          {t('imports.accept')}
        </label>
      )}
      {plan !== null && nothing && <span className="imports__hint">{t('imports.confirmNothing')}</span>}
      <Button type="primary" disabled={!ready} onClick={desk.confirm}>
        {t('imports.confirm')}
      </Button>
    </div>
  );
}
