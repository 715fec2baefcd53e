/** Prints one view of the panel alone: for that moment a style sheet hides the rest of the page. */

export function print(root: ShadowRoot): void {
  const { host } = root
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    `@media print{html>body>*:not(${host.localName}){display:none!important}html,html>body{height:auto!important;overflow:visible!important;background:none!important}}`,
  )
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  host.setAttribute('data-printing', '')
  const after = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet)
    host.removeAttribute('data-printing')
  }
  addEventListener('afterprint', after, { once: true })
  window.print()
}

/** Offers a text as a file. */
export function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
