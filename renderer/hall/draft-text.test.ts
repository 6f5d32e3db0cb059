import { expect, test } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import { keptDraft } from './draft-text.ts';
import type { IntakeDraft } from './draft-text.ts';

const fields: IntakeDraft['fields'] = {
  ...{ source: 'phone', externalId: null, text: '打桩', wantsReply: 'yes', name: '', phone: '139', address: '' },
};
const draft: IntakeDraft = { open: true, id: 'a', fields, placeText: '斜土路', place: null };
const kept = (): { [name: string]: Json } => JSON.parse(JSON.stringify(draft)) as { [name: string]: Json };

test('what was kept comes back as it was typed', () => {
  expect(keptDraft(kept(), draft)).toEqual(draft);
});

test('another shape is not taken for a draft, and what is not known falls away', () => {
  const { phone: _phone, ...less } = fields;
  for (const other of [null, 'x', [], { ...kept(), open: 1 }, { ...kept(), fields: less }, { ...kept(), place: 3 }])
    expect(keptDraft(other as Json, draft)).toBeUndefined();
  expect(keptDraft({ ...kept(), fields: { ...fields, more: 1 } }, draft)).toEqual(draft);
});
