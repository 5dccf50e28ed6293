import { h } from 'preact'
import { useState } from 'preact/hooks'
import { keepKey } from '../service/key.ts'
import { useKey } from './use-key.ts'

/** Where the service asks for a key: a field for it, and once there is one, a way to forget it. */
export function KeyNote() {
  const { key, isWanted } = useKey()
  const [typed, setTyped] = useState('')
  if (!isWanted && key === '') return null
  if (!isWanted) {
    return h(
      'p',
      { class: 'key aside' },
      'The service is asked with your key.',
      h('button', { type: 'button', onClick: () => keepKey('') }, 'Forget it'),
    )
  }
  const submit = (event: Event) => {
    event.preventDefault()
    keepKey(typed.trim())
    setTyped('')
  }
  return h(
    'form',
    { class: 'key', onSubmit: submit },
    h(
      'label',
      { for: 'key' },
      key === '' ? 'The service asks for a key.' : 'The service does not know this key.',
    ),
    h('input', {
      id: 'key',
      type: 'password',
      autocomplete: 'off',
      spellcheck: false,
      placeholder: 'bnk_…',
      value: typed,
      onInput: (event: Event) => setTyped((event.currentTarget as HTMLInputElement).value),
    }),
    h('button', { type: 'submit', disabled: typed.trim() === '' }, 'Use it'),
    h('p', { class: 'aside' }, 'It stays in this tab, and goes when you close it.'),
  )
}
