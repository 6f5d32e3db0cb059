/**
 * Labelled texts of a night, from the caller's words to the first view and the proposal, by the real rules and decisions.
 * docs/night-texts.md tells how they were written, the rates and the misses.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nightTextsFile, nightTextsPage, playNightTexts } from '../../build/night-texts.ts';
import { traps } from '../support/night-texts/label.ts';
import type { Played } from '../support/night-texts/play.ts';

const played = playNightTexts();
const all = [...played.improvedOn, ...played.keptAside];
const right = (of: readonly Played[]): readonly Played[] => of.filter(({ missed }) => missed.length === 0);

test('at least 200, each its own text; every kind that a report can have and every trap five times or more', () => {
  expect(played.improvedOn.length).toBeGreaterThanOrEqual(200);
  expect(new Set(all.map(({ said }) => said.text)).size).toBe(all.length);
  const kinds = ['valid', 'none', 'expired', 'out-of-hours', 'quiet', 'emergency', 'claimed-emergency'];
  for (const kind of [...kinds, 'not-in-register', 'unknown', 'not-at-night', 'other'])
    expect(all.filter(({ said }) => said.label.kind === kind).length, kind).toBeGreaterThanOrEqual(5);
  for (const trap of Object.keys(traps))
    expect(all.filter(({ said }) => said.trap === trap).length, trap).toBeGreaterThanOrEqual(5);
});

test('nobody is accused wrongly, in none of them', () => {
  const accused = all.filter(({ accusedWrongly }) => accusedWrongly);
  expect(accused.map(({ said, missed }) => [said.text, ...missed])).toEqual([]);
});

test('95 of 100 come out as labelled, of all and of those that no rule was made for', () => {
  for (const [name, texts] of Object.entries({ all, ...played })) {
    const share = right(texts).length / texts.length;
    process.stdout.write(
      `night texts, ${name}: ${String(right(texts).length)} of ${String(texts.length)} as labelled\n`,
    );
    expect(share, name).toBeGreaterThanOrEqual(name === 'keptAside' ? 0.9 : 0.95);
  }
});

describe('whatever came out', () => {
  test('no word calls a site unlicensed', () => {
    for (const { said, held } of all) expect(held, said.text).not.toContain('无证');
  });

  test('docs/night-texts.md is current: node build/night-texts.ts', () => {
    expect(readFileSync(join(import.meta.dirname, '..', '..', nightTextsFile), 'utf8')).toBe(nightTextsPage(played));
  });
});
