import { buildPortal } from './build-portal.ts'

console.log(await buildPortal(console.log))
