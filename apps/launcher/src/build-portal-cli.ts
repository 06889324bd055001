import { buildPortal, buildVerifier } from './build-portal.ts'

await buildVerifier(console.log)
console.log(await buildPortal(console.log))
