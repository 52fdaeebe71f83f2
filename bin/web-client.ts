// The browser's first script: styles come with it as a file of their own, the app follows on intent.
import '#web/styles/index.css'
import { boot, registerWorker, reloadOnLostChunk } from '#web/boot.ts'
import { lendLetters } from '#web/letters.ts'

if (import.meta.env.PROD) lendLetters()
reloadOnLostChunk()
boot(() => import('./web-app.ts'))
if (import.meta.env.PROD) registerWorker()
