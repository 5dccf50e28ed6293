import { useState } from 'preact/hooks'

/** A place to drop files on: what it listens to, and what was the matter with the last ones. */
export function useDrop(read: (files: Iterable<File>) => Promise<void>) {
  const [fault, setFault] = useState<string>()
  const take = (files: Iterable<File>) =>
    read([...files]).then(
      () => setFault(undefined),
      (error: Error) => setFault(error.message),
    )
  const target = {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    },
    onDrop: (event: DragEvent) => {
      const files = event.dataTransfer?.files
      if (!files?.length) return
      event.preventDefault()
      take(files)
    },
  }
  return { target, take, fault }
}
