import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { findBrowser } from './tests/e2e/browser.ts'

// What it draws is looked at by nobody: a process of its own for that costs a twentieth of all.
const one_process_less = '--in-process-gpu'
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-quic', '--disable-sync', '--no-first-run']

// Run by `./banyan test`, which builds the web client first. Each worker has its own server (tests/e2e/fixtures.ts).
export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: true,
  // Each keeps a core busy with its browser and its server.
  workers: Math.min(4, Math.max(2, availableParallelism())),
  // Two browsers and their servers share the cores with whatever else the machine does; a test that fails for a reason fails three times.
  retries: 2,
  // Nothing waits this long that goes well.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] === 'true',
  reporter: [['line'], ['junit', { outputFile: process.env['PLAYWRIGHT_JUNIT'] ?? 'test-results/e2e.xml' }]],
  use: {
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    // Where it is not the subject, the service worker only stands between the page and what a test does with its calls; files that need it allow it.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    launchOptions: { ...(await findBrowser()), args: ['--no-sandbox', '--disable-gpu', one_process_less, ...quiet] },
  },
})
