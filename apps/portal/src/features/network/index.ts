export { ConfigurationScreen } from './configuration/configuration-screen.tsx'
export { ProposeScreen } from './configuration/propose-screen.tsx'
export { NodeScreen } from './node-screen.tsx'
export { PolicyScreen } from './policy/policy-screen.tsx'
