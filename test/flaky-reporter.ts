import type { TestCase } from 'vitest/node'

/** Says aloud which tests passed at the second try only, and what the first one failed by. */
export default class FlakyReporter {
  onTestCaseResult(test: TestCase) {
    if (test.diagnostic()?.flaky !== true) return
    const why = test.result().errors?.[0]?.message.split('\n')[0]
    console.warn(`FLAKY, passed at the second try: ${test.module.relativeModuleId}: ${test.fullName}: ${why}`)
  }
}
