import type { Command, RouteContext } from '#web/app.ts'
import { load, once } from '#web/load.ts'
import { portalApi } from './api.ts'
import { nameIn } from './filter.ts'

/** The states in the command palette, found by any of their names, their capital and their code. */
export async function stateCommands({ store, language }: Pick<RouteContext, 'store' | 'language'>): Promise<Command[]> {
  const states = await load(store.dispatch(portalApi.endpoints.listStates.initiate({}, once)))
  return states.map((state) => ({
    id: state.slug,
    label: nameIn(state, language),
    hint: language === 'hi' ? state.capital_hi : state.capital,
    to: `/states/${state.slug}`,
    also: [state.name, state.name_hi, state.name_local, state.capital, state.capital_hi, state.iso_code, state.iso_code.slice(3)],
  }))
}
