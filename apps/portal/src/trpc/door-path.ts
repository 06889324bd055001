type Leaving = {
  readonly language: string
  /** The page to come back to. */
  readonly from: string
  /** A session was open and has run out, which the door then says. */
  readonly hasEnded: boolean
}

/** The door's address for who has to sign in first and then comes back. */
export const doorPath = ({ language, from, hasEnded }: Leaving): string =>
  `/${language}/sign-in?${hasEnded ? 'ended=1&' : ''}next=${encodeURIComponent(from)}`
