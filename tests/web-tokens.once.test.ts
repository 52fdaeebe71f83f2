import { describe, expect, test } from 'bun:test'

const css = await Bun.file(`${import.meta.dir}/../web/styles/tokens.css`).text()
type Pair = [light: string, dark: string]
const tokens = new Map<string, Pair>()
for (const [, name = '', light = '', dark = ''] of css.matchAll(/--([\w-]+): light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\)/g))
  tokens.set(name, [light, dark])

/** Relative luminance (WCAG 2) of `oklch(l c h)`, by the matrices of CSS Color 4. */
function luminance(color: string): number {
  const [l = 0, c = 0, h = 0] = color.slice(6, -1).split(/[ /]+/).map(Number)
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)]
  const cube = (x: number) => x ** 3
  const [L, M, S] = [cube(l + 0.3963377774 * a + 0.2158037573 * b), cube(l - 0.1055613458 * a - 0.0638541728 * b), cube(l - 0.0894841775 * a - 1.291485548 * b)]
  const rgb = [
    4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S,
    -1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S,
    -0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S,
  ].map((x) => Math.min(1, Math.max(0, x)))
  return 0.2126 * (rgb[0] ?? 0) + 0.7152 * (rgb[1] ?? 0) + 0.0722 * (rgb[2] ?? 0)
}

function contrast(front: string, back: string, theme: 0 | 1): number {
  const [a = 0, b = 0] = [front, back].map((name) => luminance(tokens.get(name)?.[theme] ?? '')).sort((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}

const regions = ['north', 'south', 'east', 'west', 'central', 'north-east', 'islands']
const aaa: [string, string][] = ['paper', 'raised', 'sunk'].flatMap((back): [string, string][] => [
  ['ink', back],
  ['ink-2', back],
])
const aa: [string, string][] = [
  ...['paper', 'raised', 'sunk', 'neel-soft'].flatMap((back): [string, string][] => [
    ['neel', back],
    ['neel-strong', back],
  ]),
  ['on-neel', 'neel'],
  ['on-neel', 'neel-strong'],
  ['sindoor', 'paper'],
  ['sindoor', 'raised'],
  ['sindoor', 'sindoor-soft'],
  ['tulsi', 'paper'],
  ['tulsi', 'tulsi-soft'],
  ['ink', 'genda-soft'],
  ['on-genda', 'genda'],
  ['ink', 'sindoor-soft'],
  ...regions.map((name): [string, string] => [`${name}-ink`, name]),
  ...regions.map((name): [string, string] => [`${name}-ink`, 'paper']),
]

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('contrast in the %s theme', (_, theme) => {
  test.each(aaa)('%s on %s is AAA', (front, back) => expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(7))
  test.each(aa)('%s on %s is AA', (front, back) => expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5))
  test.each(['paper', 'raised', 'sunk'])('edges of controls are seen on %s', (back) => expect(contrast('edge', back, theme)).toBeGreaterThanOrEqual(3))
  test('the steps of the scale differ in lightness alone enough to be told apart', () => {
    for (let i = 1; i < 5; i++) expect(contrast(`scale-${i}`, `scale-${i + 1}`, theme)).toBeGreaterThan(1.25)
  })
})
