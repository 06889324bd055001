import { notFound } from 'next/navigation'

/** Whatever no screen answers. */
export default function Nowhere() {
  notFound()
}
