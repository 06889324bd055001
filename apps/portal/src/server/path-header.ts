/** Carries the path that was asked for to the page, which is not told otherwise. Set anew on each request. */
export const PATH_HEADER = 'x-path'
