import { useEffect, useState } from 'preact/hooks'

/**
 * Files that are dropped, anywhere on the page, since one that misses would take the page's place: how to take those
 * that are chosen, and what was the matter with the last ones.
 */
export function useDrop(read: (files: Iterable<File>) => Promise<void>) {
  const [fault, setFault] = useState<string>()
  const take = (files: Iterable<File>) =>
    read([...files]).then(
      () => setFault(undefined),
      (error: Error) => setFault(error.message),
    )
  useEffect(() => {
    const drop = ({ dataTransfer }: DragEvent) => {
      if (dataTransfer?.files.length) take(dataTransfer.files)
    }
    addEventListener('drop', drop)
    return () => removeEventListener('drop', drop)
  })
  return { take, fault }
}
