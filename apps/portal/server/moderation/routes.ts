import { notFound } from '#contract/problem.ts'
import { staff, user } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../../contract/moderation.ts'
import { casesOf } from './cases.ts'
import { decide } from './decide.ts'
import { isKind, type Kind } from './objects.ts'
import { addReport } from './reports.ts'

function requireKind(text: string): Kind {
  if (!isKind(text)) throw notFound('case')
  return text
}

export const moderationRoutes = new Routes()
  .on(contract.addReport, user.atMost('30 per hour'), ({ write, caller, body }) => write((tx) => addReport(tx, caller, body)))
  .on(contract.listCases, staff, ({ db, query }) => casesOf(db, query))
  .on(contract.decideCase, staff, ({ write, caller, params, body }) => {
    const kind = requireKind(params.kind)
    const id = requireId(params.id, kind)
    return write((tx) => decide(tx, caller, kind, id, body))
  })
