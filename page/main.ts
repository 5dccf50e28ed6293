import { h, render } from 'preact'
import { App } from './views/app.ts'

const page = document.getElementById('page')
if (!page) throw new Error('the document has no place for the page')
render(h(App, {}), page)

// What stands behind the # is the page's state, so this one link may not change it.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault()
  document.getElementById('steps')?.focus()
})
