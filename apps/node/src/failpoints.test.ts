import { describe, expect, it } from 'vitest'
import { failpointHandler, parseFailpoints } from './failpoints.ts'

describe('failpoints', () => {
  it('strike at the passing they were armed for, and at no other', () => {
    const pass = failpointHandler(parseFailpoints('after-parse=throw:2'))
    pass('after-parse')
    pass('after-validate')
    expect(() => pass('after-parse')).toThrow('failpoint after-parse')
    pass('after-parse')
  })
  it('delay every passing', () => {
    const pass = failpointHandler(parseFailpoints('after-parse=delay:20'))
    const start = performance.now()
    pass('after-parse')
    pass('after-parse')
    expect(performance.now() - start).toBeGreaterThan(35)
  })
  it('can not be armed under a name that no code passes, or with another action', () => {
    expect(() => parseFailpoints('after-lunch=kill')).toThrow('there is no after-lunch')
    expect(() => parseFailpoints('after-parse=explode')).toThrow('FAILPOINTS')
  })
})
