/** Roles with what they are limited to and from when until when, as rows of a form named `roles`. */
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { roleLimits } from '../../../shared/domain/rules/permissions.ts';
import { useOffset } from '../../hall/offset.ts';
import type { GrantLimit, Role } from '../../office/account-words.ts';
import { useOperations } from '../../office/operations.tsx';
import { useScopeChoices } from '../../office/use-names.ts';
import type { GrantRow } from './grant-rows.ts';
import { limitsOf, rowOf } from './grant-rows.ts';
import { fromField } from '../../office/instant-field.ts';

const roles = Object.keys(roleLimits) as readonly Role[];

interface RowProps {
  readonly name: number;
  readonly onTake: (() => void) | undefined;
}

/** A scope by its name; by its id where this seat knows none of them, as before there is a pack. Operations are told by the hub. */
function ScopeItem({ name, limit }: { readonly name: number; readonly limit: GrantLimit }) {
  const { t } = useTranslation();
  const choices = useScopeChoices()(limit);
  const { again } = useOperations();
  return (
    <Form.Item name={[name, 'id']} rules={[{ required: true, message: t('grant.idMissing') }]}>
      {choices.length === 0 && limit !== 'operation' ? (
        <Input aria-label={t('grant.id')} placeholder={t('grant.id')} maxLength={40} />
      ) : (
        <Select
          aria-label={t('grant.id')}
          placeholder={t(`grant.${limit}`)}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...choices]}
          notFoundContent={limit === 'operation' ? t('grant.noOperations') : undefined}
          onOpenChange={(open) => {
            if (open && limit === 'operation') again();
          }}
        />
      )}
    </Form.Item>
  );
}

function Row({ name, onTake }: RowProps) {
  const { t } = useTranslation();
  const offset = useOffset();
  const form = Form.useFormInstance();
  const row = Form.useWatch(['roles', name], form) as GrantRow | undefined;
  const limits = row?.role === undefined ? [] : limitsOf(row.role);
  const limit = row?.limit;
  const isInstant = (_: unknown, value: string | undefined): Promise<void> =>
    value === undefined || value === '' || fromField(value, offset) !== undefined
      ? Promise.resolve()
      : Promise.reject(new Error(t('grant.instantWrong')));
  const isAfter = (_: unknown, value: string | undefined): Promise<void> => {
    const [from, to] = [fromField(row?.from, offset), fromField(value, offset)];
    return from === undefined || to === undefined || from < to
      ? Promise.resolve()
      : Promise.reject(new Error(t('grant.reversed')));
  };
  return (
    <li className="grants__row">
      <Form.Item name={[name, 'role']} rules={[{ required: true, message: t('grant.roleMissing') }]}>
        <Select
          aria-label={t('grant.role')}
          placeholder={t('grant.role')}
          showSearch={{ optionFilterProp: 'label' }}
          options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          onChange={(role: Role) => form.setFieldValue(['roles', name], rowOf(role, row ?? {}))}
        />
      </Form.Item>
      <Form.Item name={[name, 'limit']} hidden={limits.length === 0}>
        <Select
          aria-label={t('grant.limit')}
          disabled={limits.length === 1}
          options={limits.map((each) => ({ value: each, label: t(`grant.${each}`) }))}
          onChange={() => form.setFieldValue(['roles', name, 'id'], undefined)}
        />
      </Form.Item>
      {limit !== undefined && limit !== 'bureau' && <ScopeItem name={name} limit={limit} />}
      <div className="grants__times">
        <Form.Item name={[name, 'from']} label={t('grant.begin')} rules={[{ validator: isInstant }]}>
          <Input type="datetime-local" aria-label={t('grant.begin')} />
        </Form.Item>
        <Form.Item
          name={[name, 'to']}
          label={t('grant.end')}
          dependencies={[['roles', name, 'from']]}
          rules={[{ validator: isInstant }, { validator: isAfter }]}
        >
          <Input type="datetime-local" aria-label={t('grant.end')} />
        </Form.Item>
        <Button type="text" disabled={onTake === undefined} onClick={onTake}>
          {t('grant.take')}
        </Button>
      </div>
    </li>
  );
}

export function GrantFields() {
  const { t } = useTranslation();
  return (
    <Form.List name="roles">
      {(fields, { add, remove }) => (
        <>
          <ul className="grants">
            {fields.map(({ key, name }) => (
              <Row key={key} name={name} onTake={fields.length === 1 ? undefined : () => remove(name)} />
            ))}
          </ul>
          <p className="office__row">
            <Button size="small" disabled={fields.length >= 20} onClick={() => add({})}>
              {t('grant.add')}
            </Button>
            <span className="office__note">{t('grant.open')}</span>
          </p>
        </>
      )}
    </Form.List>
  );
}
