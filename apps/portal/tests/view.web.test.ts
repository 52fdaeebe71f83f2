import { describe, expect, test } from 'bun:test'
import { comparisonAddress, parseComparison, toggled } from '../web/comparison.ts'
import { parseView, searchOf, shownFigure } from '../web/view.ts'

const view = (search: string) => parseView(new URLSearchParams(search))

describe('the address of the home page', () => {
  test('says nothing where nothing was chosen', () => {
    expect(searchOf(view(''))).toBe('')
    expect(view('')).toEqual({ by: 'region', kind: undefined, zone: undefined, q: '', sort: { key: 'name', descending: false }, compare: [] })
  })

  test('comes back as it was, in one order', () => {
    const address = '?by=literacy&kind=union-territory&zone=north-eastern&q=ra&sort=-sex_ratio&compare=kerala,goa'
    expect(searchOf(view(address))).toBe(address)
    expect(searchOf(view('?q=ra&by=literacy'))).toBe('?by=literacy&q=ra')
  })

  test('leaves out what it does not know', () => {
    expect(searchOf(view('?by=wealth&kind=city&zone=moon&sort=-luck&x=1'))).toBe('?sort=-name')
  })

  test('takes the spellings of the API too', () => {
    expect(view('?kind=union_territory&zone=Southern')).toMatchObject({ kind: 'union territory', zone: 'Southern' })
  })

  test('holds at most four to compare, each once', () => {
    expect(view('?compare=a,b,b&compare=c,d,e').compare).toEqual(['a', 'b', 'c', 'd'])
  })

  test('shows the figure of the map, else of the order, else the population', () => {
    expect(shownFigure(view('?by=area&sort=density'))).toBe('area')
    expect(shownFigure(view('?sort=density'))).toBe('density')
    expect(shownFigure(view(''))).toBe('population')
  })
})

describe('the address of a comparison', () => {
  const known = ['kerala', 'goa', 'assam', 'bihar', 'punjab']
  const parse = (search: string) => parseComparison(new URLSearchParams(search), known)

  test('lists slugs by commas or by repeated fields, each once', () => {
    expect(parse('states=kerala,goa&states=Kerala&states=').slugs).toEqual(['kerala', 'goa'])
  })

  test('names what it does not know and what is too many', () => {
    expect(parse('states=kerala,atlantis,goa,assam,bihar,punjab')).toEqual({
      slugs: ['kerala', 'goa', 'assam', 'bihar'],
      unknown: ['atlantis'],
      dropped: ['punjab'],
    })
  })

  test('is written with commas', () => {
    expect(comparisonAddress(['kerala', 'goa'])).toBe('/compare?states=kerala,goa')
    expect(comparisonAddress([])).toBe('/compare')
  })

  test('a fifth tick changes nothing', () => {
    expect(toggled(['a', 'b', 'c', 'd'], 'e')).toEqual(['a', 'b', 'c', 'd'])
    expect(toggled(['a', 'b'], 'a')).toEqual(['b'])
    expect(toggled(['a'], 'b')).toEqual(['a', 'b'])
  })
})
