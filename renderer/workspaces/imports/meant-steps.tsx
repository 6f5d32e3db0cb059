/** How the files are meant: coordinate system, which column says what, and where they come from. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../../shared/wire/seat-api.ts';
import { isListOfOrders, orderSources, plateParts } from '../../../shared/wire/seat-api.ts';
import { Section } from '../../ui/section.tsx';
import { fieldName } from './say.ts';
import type { ImportDesk, Meant } from './use-import.ts';

const systems = ['WGS84', 'CGCS2000', 'GCJ02', 'BD09'] as const;
/** Things of which nothing is ever withdrawn. */
const staying: ReadonlySet<string> = new Set(['squads', 'zones', 'units']);

export function MeantSteps({ desk }: { readonly desk: ImportDesk }) {
  const { answer, brought } = desk.held;
  if (brought === null || answer === null || (answer.state !== 'preview' && answer.state !== 'unreadable')) return null;
  return (
    <>
      {answer.state === 'preview' && <Crs desk={desk} preview={answer} />}
      {answer.state === 'preview' && <Columns desk={desk} preview={answer} />}
      <Ways desk={desk} sheets={answer.state === 'preview' ? answer.sheets : []} />
    </>
  );
}

function Crs({ desk, preview }: { readonly desk: ImportDesk; readonly preview: ImportPreview }) {
  const { t } = useTranslation();
  const { crs } = desk.held.meant;
  if (!preview.crsNeeded && crs === null) return null;
  const hasPlace =
    preview.crsNeeded || preview.hasGeometry || preview.fields.some(({ place, column }) => place && column !== null);
  if (!hasPlace) return null;
  return (
    <Section name="import-crs" title={t('imports.step.crs')} note={t('imports.crsPick')}>
      <div className="imports__choices" role="radiogroup" aria-label={t('imports.step.crs')}>
        {systems.map((system) => (
          <label key={system}>
            <input
              type="radio"
              name="import-crs"
              checked={crs === system}
              onChange={() => desk.mean({ crs: system })}
            />
            {t(`imports.crs.${system}`)}
          </label>
        ))}
      </div>
    </Section>
  );
}

function Columns({ desk, preview }: { readonly desk: ImportDesk; readonly preview: ImportPreview }) {
  const { t } = useTranslation();
  const chosen = Object.fromEntries(
    preview.fields.flatMap(({ name, column }) => (column === null ? [] : [[name, column]])),
  );
  const set = (field: string, column: string): void => {
    const rest = Object.entries(chosen).filter(([name, of]) => name !== field && of !== column);
    desk.mean({ columns: Object.fromEntries(column === '' ? rest : [...rest, [field, column]]) });
  };
  const sampleOf = (column: string | null): string =>
    preview.columns.find(({ name }) => name === column)?.samples.find((sample) => sample !== '') ?? '';
  return (
    <Section
      name="import-columns"
      title={t('imports.step.columns')}
      note={preview.hasGeometry ? t('imports.ownGeometry') : undefined}
    >
      <table className="imports__columns">
        <tbody>
          {preview.fields
            // What brings its own geometry needs no columns for it.
            .filter(({ place, column }) => !place || !preview.hasGeometry || column !== null)
            .map(({ name, needed, column }) => (
              <tr key={name}>
                <th scope="row">
                  {fieldName(t, name)}
                  {needed && <span className="imports__needed">{t('imports.needed')}</span>}
                </th>
                <td>
                  <select
                    name={`import-column-${name}`}
                    aria-label={fieldName(t, name)}
                    value={column ?? ''}
                    onChange={(event) => set(name, event.target.value)}
                  >
                    <option value="">{t('imports.noColumn')}</option>
                    {preview.columns.map(({ name: of }) => (
                      <option key={of} value={of}>
                        {of}
                      </option>
                    ))}
                  </select>
                </td>
                <td className="imports__sample" title={sampleOf(column)}>
                  {sampleOf(column)}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Section>
  );
}

function Ways({ desk, sheets }: { readonly desk: ImportDesk; readonly sheets: readonly string[] }) {
  const { t } = useTranslation();
  const { meant, what } = desk.held;
  const [source, setSource] = useState(meant.source ?? '');
  const isPlate = (plateParts as readonly string[]).includes(what);
  return (
    <Section name="import-ways" title={t('imports.step.source')}>
      <div className="imports__ways">
        {what === 'orders' && (
          <label className="field">
            {t('imports.orderSource')}
            <select
              name="import-order-source"
              value={meant.orderSource}
              onChange={(event) => desk.mean({ orderSource: event.target.value as Meant['orderSource'] })}
            >
              {orderSources.map((one) => (
                <option key={one} value={one}>
                  {t(`source.${one}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="field">
          {t('imports.source')}
          <input
            name="import-source"
            maxLength={60}
            value={source}
            placeholder={t('imports.sourceHint')}
            onChange={(event) => setSource(event.target.value)}
            onBlur={() => {
              const next = source.trim() === '' ? null : source.trim();
              if (next !== meant.source) desk.mean({ source: next });
            }}
          />
        </label>
        {!staying.has(what) && !isListOfOrders(what) && (
          <label className="field">
            {t('imports.absent')}
            <select
              name="import-absent"
              value={meant.absent}
              onChange={(event) => desk.mean({ absent: event.target.value as Meant['absent'] })}
            >
              <option value="keep">{t('imports.absentKeep')}</option>
              <option value="remove">{t(isPlate ? 'imports.absentPlatesRemove' : 'imports.absentRemove')}</option>
            </select>
          </label>
        )}
        <label className="field">
          {t('imports.encoding')}
          <select
            name="import-encoding"
            value={meant.encoding}
            onChange={(event) => desk.mean({ encoding: event.target.value as Meant['encoding'], columns: null })}
          >
            {(['auto', 'utf-8', 'gb18030'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`imports.encodings.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {sheets.length > 1 && (
          <label className="field">
            {t('imports.sheet')}
            <select
              name="import-sheet"
              value={meant.sheet ?? sheets[0]}
              onChange={(event) => desk.mean({ sheet: event.target.value, columns: null })}
            >
              {sheets.map((sheet) => (
                <option key={sheet} value={sheet}>
                  {sheet}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </Section>
  );
}
