export {
  type Db,
  type DbOrTransaction,
  type DbTransaction,
  migrate,
  type OpenDatabase,
  openDatabase,
} from './open.ts'
export * as schema from './schema/index.ts'
export type {
  ActStatus,
  CollectedSignature,
  NamedOutput,
  RequiredSignature,
  StoredRefusal,
  SubmissionState,
} from './schema/queue.ts'
