import { parseArgs } from 'node:util'
import { openSignatureChecks } from '@vc/crypto/native'
import { rememberChecks } from '../src/checks/remember-checks.ts'
import { runSeed } from './run-seed.ts'

// npm run sim -- --seeds N --from S: runs the seeds S … S + N − 1, each a network of its own, and counts.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    disk: { type: 'boolean', default: false },
    signatures: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})
const { checks } = await openSignatureChecks()
const [seeds, from] = [Number(values.seeds), Number(values.from)]
let failed = 0
for (let seed = from; seed < from + seeds; seed += 1) {
  const started = performance.now()
  const remembered = rememberChecks(checks)
  const planted = { forgetfulDisk: values.disk, anySignature: values.signatures }
  const { failures, ...facts } = runSeed(seed, remembered, planted)
  if (failures.length > 0) failed += 1
  for (const failure of failures.slice(0, 5)) console.log(`seed ${seed}: ${failure}`)
  if (values.verbose) console.log(JSON.stringify(facts), Math.round(performance.now() - started), 'ms')
}
console.log(`${seeds - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
