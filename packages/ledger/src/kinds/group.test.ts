import { expect, test } from 'vitest'
import { memberKeys } from '../build/test-kit.ts'
import { defaultConfiguration } from '../configuration.ts'
import { kOfNScript } from '../script/standard.ts'
import { sourceOutputs } from './group.ts'

test('a source asks for as many approvals as the configuration says, never for more than there are keys', () => {
  const creditApprovals = [1, 2, 3, 4, 64, 0]
  const configuration = { ...defaultConfiguration, creditApprovals }
  const scripts = sourceOutputs(memberKeys, configuration).map(({ script }) => script)
  const asked = [1, 2, 3, 3, 3, 2].map((k) => kOfNScript(k, memberKeys))
  expect(scripts.slice(0, 6)).toEqual(asked)
})
