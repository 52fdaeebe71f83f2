import { type DragEvent, useState } from 'react'

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')

/** Pictures that are dropped anywhere in the conversation; `over` while something is held above it. */
export function useDrop(on: boolean, onFiles: (files: readonly File[]) => void) {
  const [depth, setDepth] = useState(0)
  const handlers = {
    // Entering a part comes before leaving the one around it, so they are counted.
    onDragEnter: (event: DragEvent) => hasFiles(event) && setDepth((now) => now + 1),
    onDragLeave: (event: DragEvent) => hasFiles(event) && setDepth((now) => Math.max(0, now - 1)),
    // Without this the browser would leave the page and open the file.
    onDragOver: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDepth(0)
      if (on) onFiles([...event.dataTransfer.files])
    },
  }
  return { over: on && depth > 0, handlers }
}
