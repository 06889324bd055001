import { is } from 'drizzle-orm'
import { PgDialect, PgTransaction } from 'drizzle-orm/pg-core'
import { PostgresJsDatabase, PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js'
import type { Sql, TransactionSql } from 'postgres'
import type { Db, DbOrTransaction, DbTransaction } from '../open.ts'
import type { DatabaseRole } from './roles.ts'

/** In whose name statements run. What is left out is nobody's: its rows are not seen. */
export type Scope = {
  readonly as: DatabaseRole
  readonly organisationId?: string
  readonly personId?: string
  /** What the person is in the organisation, as permissions name it. */
  readonly role?: string
}

const WORD = /^[0-9a-z-]{0,40}$/

/** What opens a scope until the end of its transaction. Every part is set, so that nothing is left over of another. */
function openingOf({ as, organisationId = '', personId = '', role = '' }: Scope): string {
  for (const word of [organisationId, personId, role])
    if (!WORD.test(word)) throw new Error('a scope is made of ids and words')
  return `set local role ${as}; set local app.organisation = '${organisationId}';
    set local app.person = '${personId}'; set local app.role = '${role}'`
}

const dialect = new PgDialect()
type Opened = Db & { readonly $client: Sql }

/**
 * The same database in a scope: every statement becomes a transaction of its own that begins by opening the scope, and so does
 * every transaction. The scope ends with its transaction, so a connection of the pool carries nothing on to the next request.
 */
export function scopedTo(db: Db, scope: Scope): Db {
  const pool = (db as Opened).$client
  const session = new PostgresJsSession(driverOf(pool, openingOf(scope)), dialect, undefined)
  const scoped = new PostgresJsDatabase(dialect, session as never, undefined)
  return Object.assign(scoped, { $client: pool }) as unknown as Db
}

type Params = Parameters<Sql['unsafe']>[1]
/** Longer statements, as those that add many rows, come in too many forms to be kept by the server. */
const MOST_KEPT = 4000

/**
 * What the session asks of a client, each in a transaction behind what opens the scope. Transactions are the driver's own: a
 * connection that is reserved by hand is lost to the pool when it is asked for while the database is away (postgres 3.4.9).
 */
function driverOf(pool: Sql, opening: string): Sql {
  const begin = (work: (tx: TransactionSql) => unknown) =>
    pool.begin((tx) => {
      // Sent ahead without waiting: when it fails the transaction has failed, and so does all that comes behind it.
      tx.unsafe(opening).execute()
      return work(tx)
    })
  const unsafe = (query: string, params: Params = []) => {
    const ask = (tx: TransactionSql) => tx.unsafe(query, params, { prepare: query.length < MOST_KEPT })
    return {
      values: () => begin((tx) => ask(tx).values()),
      // biome-ignore lint/suspicious/noThenProperty: the session awaits the question itself, as the driver lets it.
      then: (...hear: Parameters<Promise<unknown>['then']>) => begin(ask).then(...hear),
    }
  }
  return { options: pool.options, begin, unsafe } as unknown as Sql
}

/**
 * One look beyond the own organisation, as `vc_across`: it reads every row of what organisations keep, and changes nothing.
 * In a transaction it stands between that transaction's statements, and what else is asked there meanwhile is in its own scope.
 */
export async function across<T>(db: DbOrTransaction, look: (all: DbOrTransaction) => Promise<T>): Promise<T> {
  return look(
    is(db, PgTransaction) ? lookingIn(db as DbTransaction) : scopedTo(db as Db, { as: 'vc_across' }),
  )
}

const LOOK = `select set_config('app.before', current_setting('role'), true); set local role vc_across`
const LOOK_BACK = `select set_config('role', current_setting('app.before'), true)`

const looking = new WeakSet<object>()

/** The same transaction, in which each statement is a look of its own. */
function lookingIn(tx: DbTransaction): DbTransaction {
  const { client } = tx._.session as unknown as { readonly client: TransactionSql }
  if (looking.has(client)) return tx
  const session = new PostgresJsSession(lookingThrough(client), dialect, undefined)
  return new PostgresJsTransaction(dialect, session as never, undefined) as unknown as DbTransaction
}

/**
 * What stands before a statement, the statement and what stands behind it are handed over in one go, and a connection asks in
 * the order in which it is asked: no other statement comes between them, whoever else waits for this transaction.
 */
function lookingThrough(client: TransactionSql): Sql {
  const ask = <Q extends { execute: () => Q }>(question: Q): Q => {
    client.unsafe(LOOK).execute()
    question.execute()
    client.unsafe(LOOK_BACK).execute()
    return question
  }
  const unsafe = (query: string, params: Params = []) => {
    const question = () => client.unsafe(query, params, { prepare: query.length < MOST_KEPT })
    return {
      values: () => ask(question().values()),
      // biome-ignore lint/suspicious/noThenProperty: the session awaits the question itself, as the driver lets it.
      then: (...hear: Parameters<Promise<unknown>['then']>) => ask(question()).then(...hear),
    }
  }
  const through = { unsafe } as unknown as Sql
  looking.add(through)
  return through
}
