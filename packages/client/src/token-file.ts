import { readFileSync } from 'node:fs'

/** Reads the token of a node from its file at each call, so that a token made anew is taken up; none without a path. */
export const tokenFrom = (path: string | undefined): { readonly token?: () => string } =>
  path === undefined || path === '' ? {} : { token: () => readFileSync(path, 'utf8').trim() }
