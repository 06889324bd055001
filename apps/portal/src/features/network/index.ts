export { NodeScreen } from './node-screen.tsx'
export { PolicyScreen } from './policy/policy-screen.tsx'
