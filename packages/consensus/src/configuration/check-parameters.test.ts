import { expect, test } from 'vitest'
import { wrongParameters } from './check-parameters.ts'

test('an origin holds no quote and no backslash, so that it can not go on into the client data of another', () => {
  const answer = (origin: string) => wrongParameters({ origins: ['https://a.example', origin] })
  expect(answer('https://sign.example:8443')).toBeUndefined()
  for (const origin of ['https://a.example","crossOrigin":false,"', 'https:\\/\\/a.example'])
    expect(answer(origin)).toBe('origins')
})
