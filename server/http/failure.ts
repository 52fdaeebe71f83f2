import type { Door } from '#contract/door.ts'
import { Problem } from '#contract/problem.ts'
import { storeProblem } from '../db/errors.ts'
import type { Log } from '../observe/log.ts'
import type { Answers } from './answer.ts'
import type { RequestFacts } from './request.ts'

/** Turns whatever was thrown into what a caller may know; the rest goes to the log with the request's id. */
export function problemOf(error: unknown, facts: Pick<RequestFacts, 'id' | 'method' | 'path'>, log: Log): Problem {
  const problem =
    error instanceof Problem
      ? error
      : (storeProblem(error) ?? new Problem('internal', `Something went wrong. Tell us this number: ${facts.id}`, { cause: error }))
  if (problem.status >= 500)
    log.error({ request_id: facts.id, method: facts.method, path: facts.path, status: problem.status, err: problem.details.cause ?? problem }, problem.code)
  return problem
}

/** The one place where a problem becomes HTTP, in the shape of the door it went through. */
export function errorAnswer(door: Door, problem: Problem, now: Date, answers: Answers): Response {
  const status = door.status(problem)
  const { retry_after, headers } = problem.details
  return answers.json(door.error(problem, { now: now.toISOString() }), status, {
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(retry_after !== undefined && { 'retry-after': String(retry_after) }),
    ...headers,
  })
}
