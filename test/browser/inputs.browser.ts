import { Buffer } from 'node:buffer'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { npyOf, npzOf } from '../support/npz.ts'
import { settled } from './settled.ts'
import { choice, field, visit, withBrowser } from './visit.ts'

withBrowser()

/** Exact numbers of a value, by its cells. */
async function shown(page: Page, name: string): Promise<number[]> {
  await page.locator(`.circuit g#${name}`).click()
  const cells = page.locator('.look td[title]')
  await cells.first().waitFor()
  return cells.evaluateAll((all) => all.map((each) => Number((each as HTMLElement).title)))
}

describe('a batch that is typed or pasted', () => {
  it.for([
    ['JSON', '[[1, 2], [3, 5], [8, 1]]'],
    ['CSV', 'a,b\n1,2\n3,5\n8,1'],
    ['a NumPy print', '[[1. 2.]\n [3. 5.]\n [8. 1.]]'],
    [
      'a torch print',
      'tensor([[1., 2.],\n        [3., 5.],\n        [8., 1.]], dtype=torch.float64)',
    ],
  ] as const)('is taken as %s', async ([, text]) => {
    const { page } = await visit()
    await field(page, 'x').fill(text)
    await settled(page)
    expect(await shown(page, 'x')).toEqual([1, 2, 3, 5, 8, 1])
    expect(await shown(page, 'mu')).toEqual([4, 8 / 3])
    await page.reload()
    await settled(page)
    expect(await field(page, 'x').inputValue()).toBe(text)
  })

  it('that is none is refused in a sentence at its field, and the next one is right', async () => {
    const { page } = await visit()
    await field(page, 'x').fill('[[1, 2], [3]]')
    const fault = page.locator('#fault-x')
    await fault.waitFor()
    expect(await fault.textContent()).toMatch(/row/)
    expect(await field(page, 'x').getAttribute('aria-invalid')).toBe('true')
    await field(page, 'x').fill('[[1, 2], [3, 4], [6, 0]]')
    await settled(page)
    expect(await fault.count()).toBe(0)
  })

  it('that the service refuses says why, at the field it means', async () => {
    const { page } = await visit()
    await field(page, 'gamma').fill('[1, 2, 3]')
    const fault = page.locator('#fault-gamma')
    await fault.waitFor()
    expect(await fault.textContent()).toContain('expected length 2')
    await page.getByRole('link', { name: 'What to do' }).waitFor()
    await field(page, 'gamma').fill('')
    await settled(page)
    expect(await shown(page, 'gamma')).toEqual([1, 1])
  })
})

describe('a batch of another shape than the one before', () => {
  it('is taken alone: what belonged to the example steps aside, and the way back asks for a dout', async () => {
    const { page } = await visit('#at=b7')
    await field(page, 'x').fill('1,2,3\n4,5,7\n1,2,0\n2,3,2')
    await settled(page)
    expect(await page.locator('.fault').count()).toBe(0)
    expect(await shown(page, 'mu')).toEqual([2, 3, 3])
    expect(await shown(page, 'gamma')).toEqual([1, 1, 1])
    for (const name of ['gamma', 'beta', 'dout']) {
      expect(await field(page, name).inputValue()).toBe('')
    }
    expect(await page.locator('.notes').textContent()).toContain('the way back needs dout')
  })

  it('keeps what was typed for it, and a dout that does not fit is told at its field', async () => {
    const { page } = await visit('#x=[[1,2],[3,4]]&gamma=[3,4]&dout=[[1,2,3]]&at=b9&look=dout')
    expect(await field(page, 'gamma').inputValue()).toBe('[3,4]')
    expect(await page.locator('#fault-dout').textContent()).toContain('expected shape (2, 2)')
    expect(await page.locator('.look td').count()).toBe(0)
    expect(await shown(page, 'mu')).toEqual([2, 3])
  })
})

describe('fields', () => {
  it('that are filled in the same moment are all filled', async () => {
    const { page } = await visit()
    await page.evaluate(() => {
      for (const name of ['gamma', 'beta']) {
        const area = document.getElementById(`field-${name}`) as HTMLTextAreaElement
        area.value = '[5, 6]'
        area.dispatchEvent(new Event('input', { bubbles: true }))
      }
    })
    await settled(page)
    expect(await shown(page, 'gamma')).toEqual([5, 6])
    expect(await shown(page, 'beta')).toEqual([5, 6])
  })

  it('that are out of sight refuse nothing', async () => {
    const { page } = await visit('#mode=eval&mean=[1,')
    expect(await page.locator('.notes .fault').textContent()).toMatch(/^mean: .* never closed/)
    await choice(page, 'mode').selectOption('train')
    await settled(page)
    expect(await page.locator('.notes .fault').count()).toBe(0)
    expect(await shown(page, 'mu')).toEqual([4, 5])
  })
})

describe('a file', () => {
  const x = [
    [1, 2],
    [3, 5],
    [8, 1],
  ]

  it('is read when it is chosen: npy', async () => {
    const { page } = await visit()
    await page.getByLabel('choose one').setInputFiles({
      name: 'whatever.npy',
      mimeType: 'application/octet-stream',
      buffer: npyOf(x),
    })
    await settled(page)
    expect(await shown(page, 'x')).toEqual(x.flat())
  })

  it('is read when it is dropped: npz, member by member', async () => {
    const { page } = await visit()
    const bytes = npzOf({ x, gamma: [3, 4], dout: x })
    const transfer = await page.evaluateHandle((base64) => {
      const data = new DataTransfer()
      const file = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      data.items.add(new File([file], 'layer.npz'))
      return data
    }, bytes.toString('base64'))
    await page.dispatchEvent('.panel.inputs', 'drop', { dataTransfer: transfer })
    await settled(page)
    expect(await shown(page, 'x')).toEqual(x.flat())
    expect(await shown(page, 'gamma')).toEqual([3, 4])
  })

  it('that misses the fields is read all the same, and never opened in place of the page', async () => {
    const { page } = await visit()
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File(['1,2\n3,5\n8,1'], 'x.csv'))
      return data
    })
    const isTaken = await page.evaluate(
      (dataTransfer) =>
        ['dragover', 'drop'].map((kind) => {
          const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true })
          return !document.querySelector('.circuit-frame')?.dispatchEvent(event)
        }),
      transfer,
    )
    expect(isTaken).toEqual([true, true])
    await settled(page)
    expect(await shown(page, 'x')).toEqual(x.flat())
  })

  it('that is none says so', async () => {
    const { page } = await visit()
    await page.getByLabel('choose one').setInputFiles({
      name: 'broken.npz',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('no archive'),
    })
    await page.getByRole('alert').waitFor()
  })
})

describe('evaluation', () => {
  it('asks for running statistics, and normalises with them', async () => {
    const { page } = await visit()
    await choice(page, 'mode').selectOption('eval')
    await settled(page)
    expect(await page.locator('.notes .fault').textContent()).toContain('running')
    await field(page, 'mean').fill('[1, 2]')
    await field(page, 'var').fill('[3.75, 8.75]')
    await settled(page)
    expect(await page.locator('.notes .fault').count()).toBe(0)
    expect(await shown(page, 'sqrtvar')).toEqual([2, 3])
    expect(await shown(page, 'xmu')).toEqual([0, 6, 3, 0, 6, 3])
  })

  it('and channels on the last axis follow the choice of axis', async () => {
    const { page } = await visit()
    await field(page, 'x').fill('[[1, 3, 8], [2, 5, 1]]')
    await field(page, 'dout').fill('')
    await choice(page, 'axis').selectOption('0')
    await settled(page)
    expect(await shown(page, 'mu')).toEqual([4, 8 / 3])
  })
})
