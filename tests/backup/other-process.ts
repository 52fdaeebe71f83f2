import { apps } from '#apps'
import { readConfig } from '#server/config.ts'
import { openSite } from '#server/main.ts'

/** A site held open by a process of its own, with one upload more, until its input ends. */
const { site, stop } = await openSite({ config: readConfig(process.env, () => ''), apps }).then((running) => ({
  site: running.site,
  stop: () => running.stop(),
}))
await site.files.put('avatars/of-the-old.webp', new Uint8Array([9]), 'image/webp')
console.log('open')
await new Response(Bun.stdin.stream()).text()
await stop()
