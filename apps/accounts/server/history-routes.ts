import { admin } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/history.ts'
import { signedIn } from './account.ts'
import { auditLogs } from './audit-logs.ts'
import { historyOf } from './history.ts'

export const historyRoutes = new Routes()
  .on(contract.listHistory, signedIn, ({ db, caller, query }) => historyOf(db, caller, query))
  .on(contract.listAuditLogs, admin, ({ db, query }) => auditLogs(db, query))
