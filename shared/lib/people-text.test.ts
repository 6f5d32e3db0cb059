import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPeople, writePeople } from './people-text.ts';

test.each([
  ['张三（0123）、李四 0456 证至 2026-12-31', ['张三 0123', '李四 0456 2026-12-31']],
  ['王五（X-07，证至2026年1月2日）；赵六 ZF.1', ['王五 X-07 2026-01-02', '赵六 ZF.1']],
  ['钱七 ００９\n孙八 010', ['钱七 009', '孙八 010']],
  ['', []],
])('%s', (text, expected) => {
  const people = readPeople(text);
  expect(
    'unread' in people
      ? people
      : people.map(({ officer, name, certificateTo }) => [name, officer, certificateTo].filter(Boolean).join(' ')),
  ).toEqual(expected);
});

test('who has no number, or no name, is named as not read', () => {
  expect(readPeople('张三（0123）、李四')).toEqual({ unread: '李四' });
  expect(readPeople('0456')).toEqual({ unread: '0456' });
});

test('what is written is read as the same', () => {
  const name = fc.array(fc.constantFrom('张', '王', '李', '欧', '阳', '丽'), { minLength: 2, maxLength: 4 });
  const officer = fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,8}$/);
  const date = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  const person = fc
    .record({ name, officer, date: fc.option(date, { nil: undefined }) })
    .map(({ name: signs, officer: number, date: until }) => ({
      ...{ officer: number, name: signs.join('') },
      ...(until === undefined ? {} : { certificateTo: until.toISOString().slice(0, 10) }),
    }));
  fc.assert(
    fc.property(fc.array(person), (people) => {
      expect(readPeople(writePeople(people))).toEqual(people);
    }),
  );
});
