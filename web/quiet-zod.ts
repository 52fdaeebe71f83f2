import { config } from 'zod'

// zod compiles schemas with `new Function` where it may; the content security policy forbids it and would report the try.
config({ jitless: true })
