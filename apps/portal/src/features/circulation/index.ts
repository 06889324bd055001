export { CirculationScreen } from './circulation-screen.tsx'
