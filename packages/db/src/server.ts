export { keepPostgres } from './postgres-keeper.ts'
export { freePort, type PostgresServer, runningPostgres, startPostgres } from './postgres-server.ts'
export { inspectPostmaster, type Postmaster } from './postmaster.ts'
