import { benchLedgerConnect } from './ledger-connect.ts'

/** `npm run bench -- NAME`: measurements of issue 3. They print; no test hangs on them. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  'ledger-connect': benchLedgerConnect,
}

const names = process.argv.slice(2)
const wrong = names.filter((name) => !(name in benches))
if (names.length === 0 || wrong.length > 0) {
  console.error(`npm run bench -- NAME …, where NAME is one of: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
for (const name of names) await benches[name]?.()
