import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export interface PostOffice {
  url: string
  /** Every message that a client has handed over, also those that were answered with an error. */
  mails: { raw: string; mail: Email; recipients: string[] }[]
  /** What the server says to the next messages; when there is nothing left it takes them. */
  answers: { code: number; text: string }[]
  close(): Promise<void>
}

/** A real SMTP server on a free port. */
export async function openPostOffice(): Promise<PostOffice> {
  const office: Omit<PostOffice, 'close'> = { url: '', mails: [], answers: [] }
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        const raw = Buffer.concat(parts).toString('utf8')
        office.mails.push({ raw, mail: await PostalMime.parse(raw), recipients: session.envelope.rcptTo.map(({ address }) => address) })
        const answer = office.answers.shift()
        done(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }))
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  office.url = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return Object.assign(office, { close: () => new Promise<void>((resolve) => server.close(() => resolve())) })
}
