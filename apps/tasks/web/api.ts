import { api, call } from '#web/api.ts'
import * as exchange from '../contract/exchange.ts'
import * as lists from '../contract/lists.ts'
import * as todos from '../contract/todos.ts'
import { no_tasks, type Tasks } from './data/state.ts'

export const tasksApi = api.injectEndpoints({
  endpoints: (build) => ({
    /**
     * All lists and todos of a person that this tab knows, by the person's id: as the server has them, without what waits to be sent. Pages
     * (`data/load.ts`), answers and news (`data/news.ts`) are put in; it asks for nothing by itself.
     */
    tasks: build.query<Tasks, string>({ queryFn: () => ({ data: no_tasks }), keepUnusedDataFor: 86_400 }),
    // Questions, but nothing to keep as such: their answers go into the above.
    listLists: build.mutation(call(lists.listLists)),
    listTodos: build.mutation(call(todos.listTodos)),
    getTodo: build.mutation(call(todos.getTodo)),
    addList: build.mutation(call(lists.addList)),
    changeList: build.mutation(call(lists.changeList)),
    removeList: build.mutation(call(lists.removeList)),
    restoreList: build.mutation(call(lists.restoreList)),
    addTodo: build.mutation(call(todos.addTodo)),
    changeTodo: build.mutation(call(todos.changeTodo)),
    removeTodo: build.mutation(call(todos.removeTodo)),
    restoreTodo: build.mutation(call(todos.restoreTodo)),
    bulkTodos: build.mutation(call(todos.bulkTodos)),
    makeFeed: build.mutation(call(exchange.makeFeed)),
    dropFeed: build.mutation(call(exchange.dropFeed)),
  }),
})
