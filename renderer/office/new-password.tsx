/** A new password, twice, with what is asked of it. The hub judges; here only what can be said at once. */
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** As the hub has it: characters. */
const shortest = 10;
const longest = 200;

export function NewPasswordItems({ size = 'middle' }: { readonly size?: 'middle' | 'large' }) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="newPassword"
        label={t('password.new')}
        extra={t('password.policy', { shortest })}
        rules={[
          { required: true, message: t('password.newMissing') },
          {
            validator: (_, value: string | undefined) =>
              value === undefined || value === '' || [...value.normalize('NFKC')].length >= shortest
                ? Promise.resolve()
                : Promise.reject(new Error(t('password.tooShort', { shortest }))),
          },
        ]}
      >
        <Input.Password size={size} autoComplete="new-password" maxLength={longest} visibilityToggle={false} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t('password.repeat')}
        dependencies={['newPassword']}
        rules={[
          { required: true, message: t('password.repeatMissing') },
          ({ getFieldValue }) => ({
            validator: (_, value: string | undefined) =>
              value === undefined || value === '' || value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error(t('password.repeatWrong'))),
          }),
        ]}
      >
        <Input.Password size={size} autoComplete="new-password" maxLength={longest} visibilityToggle={false} />
      </Form.Item>
    </>
  );
}
