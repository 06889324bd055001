import '../src/engine.ts'
import { benchCollective } from './collective.ts'
import { benchCommitment } from './commitment.ts'
import { benchDecode } from './decode.ts'
import { benchJoin } from './join.ts'
import { benchLedgerConnect } from './ledger-connect.ts'
import { benchNetwork } from './network.ts'
import { benchOverload } from './overload.ts'
import { benchPayment } from './payment.ts'
import { benchReplay } from './replay.ts'
import { benchVerify } from './verify.ts'
import { benchWebauthn } from './webauthn.ts'

/** `npm run bench -- NAME …`: measurements. They print JSON lines; no test hangs on them. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  'ledger-connect': benchLedgerConnect,
  verify: benchVerify,
  webauthn: benchWebauthn,
  collective: benchCollective,
  decode: benchDecode,
  replay: benchReplay,
  commitment: benchCommitment,
  network: benchNetwork,
  overload: benchOverload,
  join: benchJoin,
  payment: benchPayment,
}

const names = process.argv.slice(2)
if (names.length === 0 || names.some((name) => !(name in benches))) {
  console.error(`npm run bench -- NAME …, where NAME is one of: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
for (const name of names) await benches[name]?.()
