import * as fs from 'node:fs'
import { type ConfigurationDocument, commitOf, type Proposal } from '@vc/consensus'
import git from 'isomorphic-git'

/** Where the files of one repository are. */
export type Place = { readonly fs: typeof fs; readonly gitdir: string }
export const placeOf = (gitdir: string): Place => ({ fs, gitdir })

/** Writes the one commit of a document (configuration.md 2) and gives its id; no branch is moved. */
export async function writeDocument(
  place: Place,
  document: ConfigurationDocument | Proposal,
  of: {
    readonly genesisTime: number
    readonly parent: string | undefined
    /** Beside version 0 only. */
    readonly genesis?: Uint8Array
  },
): Promise<string> {
  const { file, bytes, message, author, time } = commitOf(document, of.genesisTime)
  const files: readonly (readonly [string, Uint8Array])[] = [
    [file, bytes],
    ...(of.genesis ? [['genesis.block', of.genesis] as const] : []),
  ]
  const tree = await Promise.all(
    files.map(async ([path, blob]) => ({
      ...{ mode: '100644', path, type: 'blob' as const },
      oid: await git.writeBlob({ ...place, blob }),
    })),
  )
  const who = { ...author, timestamp: time, timezoneOffset: 0 }
  const commit = {
    ...{ message, tree: await git.writeTree({ ...place, tree }) },
    ...{ parent: of.parent === undefined ? [] : [of.parent], author: who, committer: who },
  }
  return git.writeCommit({ ...place, commit })
}

/** The commits of a branch, first parents only, the root first. Throws where one can not be read. */
export async function commitsOf(place: Place, ref: string): Promise<readonly string[]> {
  const commits: string[] = []
  for (let at: string | undefined = await git.resolveRef({ ...place, ref }); at; ) {
    commits.unshift(at)
    const { commit } = await git.readCommit({ ...place, oid: at })
    at = commit.parent[0]
  }
  return commits
}

/** A file of a commit; undefined where it has none. */
export async function fileOf(place: Place, oid: string, filepath: string): Promise<Uint8Array | undefined> {
  try {
    return (await git.readBlob({ ...place, oid, filepath })).blob
  } catch (error) {
    if (error instanceof git.Errors.NotFoundError) return undefined
    throw error
  }
}
