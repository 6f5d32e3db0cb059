import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lettersAlong, placesAlong, runOf } from './flat-along.ts';

const widths = (text: string): number[] => [...text].map(() => 12);
const straight = (angle: number, length = 400) =>
  runOf([
    [0, 0],
    [Math.cos(angle) * length, Math.sin(angle) * length],
  ]);

test('whichever way a line runs, its name is read from the left or from above, and never upside down', () => {
  fc.assert(
    fc.property(fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }), (angle) => {
      const letters = lettersAlong('龙吴路', widths('龙吴路'), straight(angle), 200) ?? [];
      expect(letters.map(({ text }) => text).join('')).toBe('龙吴路');
      const [first, last] = [letters[0], letters.at(-1)];
      const [dx, dy] = [(last?.x ?? 0) - (first?.x ?? 0), (last?.y ?? 0) - (first?.y ?? 0)];
      const isRow = Math.abs(dx) > Math.abs(dy) * Math.tan(Math.PI / 180);
      // Along a steep line from above, else from the left.
      expect(dx > 0.01 || dy > 0.01 || !isRow).toBe(true);
      for (const { turn } of letters) expect(Math.cos(turn)).toBeGreaterThan(Math.cos((56 * Math.PI) / 180));
    }),
  );
});

test('along a steep line Chinese letters stand upright one below the other; Latin ones follow the line', () => {
  const steep = straight(Math.PI / 2);
  const chinese = lettersAlong('纵二路', widths('纵二路'), steep, 200) ?? [];
  expect(chinese.map(({ turn }) => Math.round(turn * 100))).toEqual([0, 0, 0]);
  expect(chinese.map(({ y }) => Math.round(y))).toEqual([188, 200, 212]);
  const latin = lettersAlong('S20', widths('S20'), steep, 200) ?? [];
  expect(latin.map(({ turn }) => Math.abs(Math.round(turn * 100)))).toEqual([157, 157, 157]);
});

test('no name where the line is too short, or turns too sharply', () => {
  expect(lettersAlong('龙吴路', widths('龙吴路'), straight(0, 30), 15)).toBeUndefined();
  const corner = runOf([
    [0, 0],
    [100, 0],
    [100, 100],
  ]);
  expect(lettersAlong('龙吴路', widths('龙吴路'), corner, 100)).toBeUndefined();
  expect(lettersAlong('龙吴路', widths('龙吴路'), corner, 50)).toBeDefined();
});

test('places lie on the line with room on both sides', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 5_000, noNaN: true }),
      fc.double({ min: 1, max: 300, noNaN: true }),
      (length, needed) => {
        const places = placesAlong(length, needed, 380);
        if (length < needed) expect(places).toEqual([]);
        else expect(places.length).toBeGreaterThan(0);
        for (const place of places) {
          expect(place - needed / 2).toBeGreaterThanOrEqual(-1e-6);
          expect(place + needed / 2).toBeLessThanOrEqual(length + 1e-6);
        }
      },
    ),
  );
});
