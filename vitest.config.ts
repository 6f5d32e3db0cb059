import { defineConfig } from 'vitest/config';

// A guard against hanging, not a measure: a loaded machine may be ten times slower than a quiet one.
const shared = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    env: { TZ: 'America/New_York' },
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{shared,db,hub,seat,electron,renderer,field-page,simulator,build}/**/*.test.{ts,tsx}'],
        },
      },
      { test: { ...shared, name: 'contract', include: ['tests/contract/**/*.test.ts'] } },
      { test: { ...shared, name: 'arch', include: ['tests/arch/**/*.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: { ...shared, name: 'electron', include: ['tests/electron/**/*.test.ts'], testTimeout: 120_000 },
      },
    ],
  },
});
