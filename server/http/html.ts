/** Text as it may stand between tags and inside attributes, of HTML and XML. */
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
