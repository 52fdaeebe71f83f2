import type { DragEvent } from 'react'

const type = 'application/x-banyan-todo'

export function startDrag({ dataTransfer }: DragEvent, todo_id: string): void {
  dataTransfer.setData(type, todo_id)
  dataTransfer.effectAllowed = 'move'
}

/** Says to the browser that a todo may be dropped here; anything else may not. */
export function letDrop(event: DragEvent): boolean {
  if (!event.dataTransfer.types.includes(type)) return false
  event.preventDefault()
  event.dataTransfer.dropEffect = 'move'
  return true
}

export function dragged(event: DragEvent): string | undefined {
  event.preventDefault()
  return event.dataTransfer.getData(type) || undefined
}
