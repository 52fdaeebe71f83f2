import { describe, expect, test } from 'bun:test'
import type { StateSummary } from '../contract/states.ts'
import facts from '../server/facts/states.json' with { type: 'json' }
import { rankedBars } from '../web/bars.ts'
import { colouringOf } from '../web/colouring.ts'
import { anchors } from '../web/map/shapes.ts'
import { frameOf } from '../web/map-frame.ts'
import { inMapOrder, lines } from '../web/map-order.ts'
import { hasOwnName, ownScript } from '../web/own-script.ts'
import { stripOf } from '../web/strip.ts'

const states = facts as unknown as StateSummary[]
const strokes = (path: string) => path.split('M').length - 1

describe('the small charts', () => {
  test('bars fall from the left, start at zero and mark one', () => {
    const bars = rankedBars([10, 40, 20], 20, 40)
    expect(bars).toEqual({ width: 14, height: 40, others: 'M0 40v-40h4v40zM10 40v-10h4v10z', marked: 'M5 40v-20h4v20z' })
  })

  test('the smallest bar can still be seen', () => {
    expect(rankedBars([1_000_000, 1], 1, 40).marked).toContain('v-1h')
  })

  test('a strip puts each value between the lowest and the highest', () => {
    const strip = stripOf([61.8, 94, 78], 94, 40)
    expect(strokes(strip.others)).toBe(2)
    expect(strip.others).toStartWith('M0 ')
    expect(strip.marked).toStartWith('M176.8 0')
  })

  test('a strip of equal values does not divide by zero', () => {
    expect(stripOf([5, 5], 5, 40).marked).toStartWith('M0 0')
  })
})

describe('the map', () => {
  test('is walked region by region, and the smallest lie on top', () => {
    const order = inMapOrder(states, anchors).map((state) => state.slug)
    expect(order).toHaveLength(36)
    expect(order[0]).toBe('ladakh')
    expect(order.indexOf('chandigarh')).toBeGreaterThan(order.indexOf('haryana'))
    expect(order.indexOf('karnataka')).toBeLessThan(order.indexOf('kerala'))
  })

  test('breaks long names at spaces', () => {
    expect(lines('Dadra and Nagar Haveli and Daman and Diu', 24)).toEqual(['Dadra and Nagar Haveli', 'and Daman and Diu'])
    expect(lines('Kerala', 24)).toEqual(['Kerala'])
  })

  test('frames boxes with room around them, in the shape asked for', () => {
    expect(frameOf([[0, 0, 100, 50]], 2, 0)).toBe('-6 -3 112 56')
    expect(frameOf([[10, 10, 20, 20]], 1, 100)).toBe('-35 -35 100 100')
  })

  test('keeps a colour whatever is filtered, from one scale', () => {
    const { fillOf, swatchOf, ranges } = colouringOf('literacy', states)
    const kerala = states.find((state) => state.slug === 'kerala') as StateSummary
    expect([fillOf(kerala), swatchOf(kerala), ranges.length]).toEqual(['fill-scale-5', 'bg-scale-5', 5])
    expect(colouringOf('region', states).fillOf(kerala)).toBe('fill-south')
  })
})

describe('names in their own script', () => {
  test('carry their language, Urdu its direction', () => {
    for (const state of states) expect(ownScript(state).lang).not.toBe('und')
    expect(ownScript({ local_language: 'Urdu' })).toEqual({ lang: 'ur', dir: 'rtl' })
    expect(ownScript({ local_language: 'Hindi / Chhattisgarhi' })).toEqual({ lang: 'hi' })
  })

  test('are not said twice', () => {
    const bihar = states.find((state) => state.slug === 'bihar') as StateSummary
    expect([hasOwnName(bihar, bihar.name), hasOwnName(bihar, bihar.name_hi)]).toEqual([true, false])
    const uttarakhand = states.find((state) => state.slug === 'uttarakhand') as StateSummary
    expect(hasOwnName(uttarakhand, uttarakhand.name_hi)).toBe(false)
    const nagaland = states.find((state) => state.slug === 'nagaland') as StateSummary
    expect(hasOwnName(nagaland, nagaland.name_hi)).toBe(false)
  })
})
