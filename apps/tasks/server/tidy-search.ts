import type { Db } from '#server/db/db.ts'
import { segmentsOf as segmentsIn, tidyIndex } from '#server/db/tidy-index.ts'
import type { Site } from '#server/site.ts'

const index = 'todos_search'

/** About a second for a million todos, which lie in two dozen segments when they were imported. Gives how many steps that took. */
export const tidySearch = ({ store }: Pick<Site, 'store'>): Promise<number> => tidyIndex(store, index)
export const segmentsOf = (db: Db): Promise<number> => segmentsIn(db, index)
