/** What is wrong with outside input, in plain Chinese: for people who read the answer in another system. */
import type { z } from 'zod';

export interface PlainIssue {
  /** Path of the field, with dots; `body` for the whole. */
  readonly field: string;
  readonly message: string;
}

const words: { readonly [code in z.core.$ZodIssue['code']]: string } = {
  invalid_type: '缺少，或者类型不对',
  too_big: '太大或太长',
  too_small: '太小、太短或为空',
  invalid_format: '格式不对',
  not_multiple_of: '不是允许的数值',
  unrecognized_keys: '不认识这个字段',
  invalid_union: '不是允许的形式',
  invalid_key: '键不对',
  invalid_element: '有一项不对',
  invalid_value: '不是允许的取值',
  custom: '不合要求',
};

/** The first thing a schema found. */
export function plainIssue(error: z.ZodError): PlainIssue {
  const [issue] = error.issues;
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...unknownKey].map(String).join('.').slice(0, 200);
  const named = field === '' ? 'body' : field;
  // A message that a schema of ours gives is plain Chinese already.
  const said = issue?.code === 'custom' ? issue.message : words[issue?.code ?? 'custom'];
  return { field: named, message: `${named}：${said}` };
}
