/** Three files of `natural` by themselves: it types only its indexes, which load the stemmers of fifteen languages. */
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: typeof import('natural/lib/natural/stemmers/index.js').PorterStemmer
  export default stemmer
}
declare module 'natural/lib/natural/tokenizers/regexp_tokenizer.js' {
  export { WordTokenizer } from 'natural/lib/natural/tokenizers/index.js'
}
declare module 'natural/lib/natural/util/stopwords.js' {
  export const words: string[]
}
