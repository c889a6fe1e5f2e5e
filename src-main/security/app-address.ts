/** Where the page lives: a scheme of our own instead of file:// (E18), with one host. */
export const appScheme = 'app'
export const appHost = 'desk'
export const appUrl = `${appScheme}://${appHost}/index.html`

/** Tells whether `url` is a page of this app. By its parts, never by prefix or `.origin`, which is `'null'` here (E13). */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password, port } = new URL(url)
  return protocol === `${appScheme}:` && host === appHost && username === '' && password === '' && port === ''
}
