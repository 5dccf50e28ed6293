import { useEffect, useState } from 'preact/hooks'

const asked = matchMedia('(prefers-color-scheme: dark)')

/** Whether the reader wants it dark; what is drawn on a canvas has to know. */
export function useDark(): boolean {
  const [isDark, setDark] = useState(asked.matches)
  useEffect(() => {
    const follow = () => setDark(asked.matches)
    asked.addEventListener('change', follow)
    return () => asked.removeEventListener('change', follow)
  }, [])
  return isDark
}
