import { h } from 'preact'

/** A field for a value that somebody's code returned. */
export function Pasted({
  name,
  text,
  fault,
  onPaste,
  onRemove,
}: {
  name: string
  text: string | undefined
  fault: string | undefined
  onPaste: (text: string) => void
  onRemove: () => void
}) {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: `pasted-${name}` }, 'your ', h('code', {}, name)),
    text !== undefined &&
      h(
        'button',
        { type: 'button', class: 'remove', 'aria-label': `Remove ${name}`, onClick: onRemove },
        '\u00d7',
      ),
    h('textarea', {
      id: `pasted-${name}`,
      rows: 4,
      spellcheck: false,
      value: text ?? '',
      'aria-invalid': fault !== undefined,
      'aria-describedby': fault === undefined ? undefined : `pasted-fault-${name}`,
      onInput: ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) =>
        onPaste(currentTarget.value),
    }),
    fault && h('p', { class: 'fault', id: `pasted-fault-${name}` }, fault),
  )
}
