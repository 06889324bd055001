export { EnergyScreen } from './energy-screen.tsx'
