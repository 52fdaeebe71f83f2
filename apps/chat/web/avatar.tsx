/** A person by their first letter, with the marigold dot while they are here; both are said in words beside it. */
export function Avatar({ name, online }: { name: string; online: boolean }) {
  return (
    <span aria-hidden="true" className="relative shrink-0">
      <span className="grid size-10 place-items-center rounded-full border border-line bg-raised text-17 font-semibold text-neel-strong uppercase">
        {[...name][0] ?? '·'}
      </span>
      {online && <span className="absolute -end-0.5 -bottom-0.5 size-3.5 rounded-full border-2 border-paper bg-genda" />}
    </span>
  )
}
