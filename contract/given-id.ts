import { z } from 'zod'

/** An id that a client says, in its one spelling: some write them in capitals. */
export const idOr = (message?: string) => z.uuid(message).toLowerCase()
export const GivenId = idOr()
