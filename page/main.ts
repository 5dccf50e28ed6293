import { h, render } from 'preact'
import { App } from './views/app.ts'

const page = document.getElementById('page')
if (!page) throw new Error('the document has no place for the page')
render(h(App, {}), page)

// A browser would open a file that is dropped in place of the page, where no panel takes it.
for (const kind of ['dragover', 'drop'] as const) {
  addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  })
}

// What stands behind the # is the page's state, so this one link may not change it.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault()
  document.getElementById('steps')?.focus()
})
