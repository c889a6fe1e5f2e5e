import { config } from 'zod'

// Zod asks whether it may compile code, which the page's policy forbids and would report. The page itself has no zod; the fake bridge has.
config({ jitless: true })
