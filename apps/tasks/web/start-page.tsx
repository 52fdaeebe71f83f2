import { ViewOf } from './view-page.tsx'

/** What stands beside the lists while nothing is open: the day. */
export const StartPage = () => <ViewOf name="today" heading="h2" />
