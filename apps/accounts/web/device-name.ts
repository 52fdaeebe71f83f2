interface Program {
  browser: string | null
  system: string | null
}

/** `Firefox 140 on Windows`, in the words of the page that shows it. */
export function deviceName({ browser, system }: Program, on: (values: { browser: string; system: string }) => string, unknown: string): string {
  if (browser && system) return on({ browser, system })
  return browser ?? system ?? unknown
}
