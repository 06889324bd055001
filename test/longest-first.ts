import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Which stand processes of their own and wait for them, the longest first: begun last, they would be waited for alone. */
const longest = [
  'test/sample-road',
  'apps/node/test/kill.test',
  'test/kill-settlement',
  'apps/node/test/hostile',
  'apps/node/sim',
  'apps/worker/src/worker.test',
  'test/consortium',
  '-road.test',
]

const rank = ({ moduleId }: TestSpecification) => {
  const at = longest.findIndex((part) => moduleId.includes(part))
  return at < 0 ? longest.length : at
}

/** The order of test files: what is long begins first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
