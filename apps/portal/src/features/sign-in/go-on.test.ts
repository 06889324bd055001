import { expect, test } from 'vitest'
import { goOnTo } from './go-on.ts'

test('after sign-in one goes on to a page of the portal', () => {
  expect(goOnTo('/zh-CN/credit?state=open', 'en')).toBe('/zh-CN/credit?state=open')
})

test.each([
  '//evil.example',
  'https://evil.example',
  '/en//evil.example',
  '/en/\\evil',
  'javascript:alert(1)',
  null,
])('a link to %s leads to the overview instead', (next) => expect(goOnTo(next, 'en')).toBe('/en/overview'))
