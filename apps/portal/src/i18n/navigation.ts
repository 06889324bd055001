import { createNavigation } from 'next-intl/navigation'
import { routing } from './routing.ts'

/** Links and router that keep the language: use these instead of those of next. */
export const { Link, redirect, usePathname, useRouter, getPathname } = createNavigation(routing)
