/** The little of nodemailer that is used. */
declare module 'nodemailer' {
  interface Transport {
    sendMail(
      mail: Readonly<Record<'from' | 'to' | 'subject' | 'text' | 'messageId', string>>,
    ): Promise<unknown>
    close(): void
  }
  export function createTransport(url: string, defaults: Readonly<Record<string, number>>): Transport
}
