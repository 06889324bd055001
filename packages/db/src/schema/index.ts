export * from './chain.ts'
export * from './columns.ts'
export * from './identity.ts'
export * from './queue.ts'
