/** The page of a state and the one for an address that names none: in one piece, since both load with the first visit. */
export { MissingStatePage } from './missing-state-page.tsx'
export { StatePage } from './state-page.tsx'
