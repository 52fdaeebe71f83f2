import { weakTag } from '#server/http/etag.ts'
import { anyone, user } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import { requireVersion, versionTag } from '#server/http/versions.ts'
import * as exchange from '../contract/exchange.ts'
import * as lists from '../contract/lists.ts'
import * as todos from '../contract/todos.ts'
import { bulkTodos } from './bulk.ts'
import { changesOf } from './changes.ts'
import { exportList } from './export.ts'
import { dropFeed, makeFeed, readFeed } from './feed.ts'
import { fileOf, importTodos } from './import.ts'
import { removeList, restoreList } from './list-trash.ts'
import { addList, changeListRow, listOf, listsOf, requireList } from './lists.ts'
import { todosOf } from './todo-pages.ts'
import { requireTodo, todoOf } from './todo-rows.ts'
import { addTodo, changeTodo, removeTodo, restoreTodo } from './todos.ts'

const stamp = (db: Parameters<typeof changesOf>[0], caller: { id: string }) => changesOf(db, caller.id)
/** As long as the reference keeps them; a write ends it at once. */
const lists_kept = { kept_while: { age: '300 seconds', stamp } } as const
const todos_kept = { kept_while: { age: '120 seconds', stamp } } as const

const listRoutes = new Routes()
  .on(lists.listLists, user, ({ db, caller, query }) => listsOf(db, caller, query), lists_kept)
  .on(lists.addList, user, ({ write, caller, body }) => write((tx) => addList(tx, caller, body)), { repeatable: true })
  .on(lists.getList, user, async ({ db, caller, params }) => listOf(await requireList(db, caller, requireId(params.id, 'list'))), lists_kept)
  .on(lists.changeList, user, ({ write, caller, params, body: { version, ...change }, request }) => {
    const [id, seen] = [requireId(params.id, 'list'), requireVersion(request, version)]
    return write((tx) => changeListRow(tx, caller, id, change, seen))
  })
  .on(lists.replaceList, user, ({ write, caller, params, body: { version, ...change }, request }) => {
    const [id, seen] = [requireId(params.id, 'list'), requireVersion(request, version)]
    return write((tx) => changeListRow(tx, caller, id, change, seen))
  })
  .on(lists.removeList, user, ({ write, caller, params, query, request }) => {
    const [id, seen] = [requireId(params.id, 'list'), requireVersion(request, query.version)]
    return write((tx) => removeList(tx, caller, id, seen))
  })
  .on(lists.restoreList, user, ({ write, caller, params }) => write((tx) => restoreList(tx, caller, requireId(params.id, 'list'))))

const todoRoutes = new Routes()
  .on(todos.listTodos, user, ({ db, caller, query, site }) => todosOf(db, caller, query, site.now().toISOString()), todos_kept)
  .on(todos.addTodo, user, ({ write, caller, body }) => write((tx) => addTodo(tx, caller, body)), { repeatable: true })
  .on(todos.bulkTodos, user, ({ write, caller, body }) => write((tx) => bulkTodos(tx, caller, body)))
  .on(exchange.importTodos, user.atMost('20 per minute'), ({ read, write, caller, body, site }) =>
    importTodos(read, write, caller, body, site.now().toISOString()),
  )
  .on(exchange.importFile, user.atMost('20 per minute'), async ({ read, write, caller, params, query, body, site }) => {
    const { id } = await read((db) => requireList(db, caller, requireId(params.id, 'list')))
    return importTodos(read, write, caller, { ...query, ...fileOf(body.data), list_id: id }, site.now().toISOString())
  })
  .on(todos.getTodo, user, async ({ db, caller, params, reply }) => {
    const todo = todoOf(await requireTodo(db, caller, requireId(params.id, 'todo')))
    reply.header('etag', versionTag(todo.version))
    return todo
  })
  .on(todos.changeTodo, user, async ({ write, caller, params, body: { version, ...change }, request, reply }) => {
    const [id, seen] = [requireId(params.id, 'todo'), requireVersion(request, version)]
    const todo = await write((tx) => changeTodo(tx, caller, id, change, seen))
    reply.header('etag', versionTag(todo.version))
    return todo
  })
  .on(todos.replaceTodo, user, async ({ write, caller, params, body: { version, ...change }, request, reply }) => {
    const [id, seen] = [requireId(params.id, 'todo'), requireVersion(request, version)]
    const todo = await write((tx) => changeTodo(tx, caller, id, change, seen))
    reply.header('etag', versionTag(todo.version))
    return todo
  })
  .on(todos.removeTodo, user, ({ write, caller, params, query, request }) => {
    const [id, seen] = [requireId(params.id, 'todo'), requireVersion(request, query.version)]
    return write((tx) => removeTodo(tx, caller, id, seen))
  })
  .on(todos.restoreTodo, user, ({ write, caller, params }) => write((tx) => restoreTodo(tx, caller, requireId(params.id, 'todo'))))

const exchangeRoutes = new Routes()
  .on(exchange.exportList, user.atMost('60 per minute'), async ({ db, caller, params, query, reply }) => {
    const id = requireId(params.id, 'list')
    const { file, more } = await exportList(db, caller, id, query)
    if (more) reply.header('link', `</api/lists/${id}/export/?format=${query.format}&part=${(query.part ?? 0) + 1}>; rel="next"`)
    return file
  })
  .on(exchange.makeFeed, user, ({ write, caller, params, request }) => write((tx) => makeFeed(tx, caller, requireId(params.id, 'list'), request.origin)))
  .on(exchange.dropFeed, user, ({ write, caller, params }) => write((tx) => dropFeed(tx, caller, requireId(params.id, 'list'))))
  // The address is the secret: whoever has it may read, with no session.
  .on(exchange.readFeed, anyone, async ({ db, params, reply }) => {
    const answer = await readFeed(db, params.file)
    reply.header('etag', weakTag(new TextDecoder().decode(answer.data as Uint8Array)))
    return answer
  })

export const routes = new Routes().including(listRoutes).including(todoRoutes).including(exchangeRoutes)
