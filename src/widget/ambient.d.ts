/** What the build fills in (see `src/cli/widget.ts`). */
declare module '*.css' {
  const text: string
  export default text
}

/** Settings that the server appends to `/widget.js`; empty in the file of one version. */
declare const served: Partial<import('./settings.ts').Settings>
/** Path of the panel under the bot's origin. */
declare const panelPath: string
/** Hash of the panel, as `integrity` takes it. */
declare const panelIntegrity: string
/** The emergency number of each region there is: `us` has `911`. */
declare const regionNumbers: Readonly<Record<string, string>>
