export { book } from './book.ts'
export { ContactPage } from './contact-page.tsx'
export { loadContact } from './loaders.ts'
