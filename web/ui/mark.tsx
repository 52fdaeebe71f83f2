/** The banyan: a crown, its trunk, and roots that became trunks. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" fill="none">
      <circle cx="25" cy="6.8" r="4" className="fill-genda" />
      <path
        fill="currentColor"
        d="M3 14.8c0-2.5 1.7-4.5 4-5C7.9 6.2 11.5 4 15.6 4s7.7 2.2 8.7 5.7c2.6.3 4.7 2.4 4.7 5.1 0 1.8-1.4 3.2-3.2 3.2H6.2C4.4 18 3 16.6 3 14.8Z"
      />
      <path fill="currentColor" d="M13.4 17.5h5.2c-.3 3.9.5 7.6 2.7 10.7H10.7c2.2-3.1 3-6.8 2.7-10.7Z" />
      <path stroke="currentColor" strokeLinecap="round" strokeWidth="2" d="M7.5 17.5v10.7M24.5 17.5v10.7M4 28.2h24" />
    </svg>
  )
}
