/**
 * The search engines compared, each at its best settings: natural's stems and stop words where they can be put in (lunr and
 * elasticlunr bring their own Porter stemmer and list), titles counting twice or as much as is best on the half that settings are
 * chosen on, any word of the question enough, forgiving slips only where asked to. The peers are needed for nothing else, so they are loaded by name and known by the little used of them.
 */
import { buildIndex } from '../../core/retrieval/buildIndex.ts'
import { english } from '../../core/retrieval/english.ts'
import { openIndex } from '../../core/retrieval/reading.ts'
import { Synonyms } from '../../core/retrieval/synonyms.ts'
import { isStop, stem, terms, words } from '../../core/retrieval/terms.ts'
import type { Tuning } from '../../core/retrieval/tfidf.ts'
import type { Document } from './collection.ts'
import { depth } from './measures.ts'

export interface Engine {
  /** Places of the best documents, best first. `slips`: forgive slips of the typist, where the engine can. */
  search(question: string, slips?: boolean): number[]
}

export interface Maker {
  readonly name: string
  readonly make: (documents: readonly Document[]) => Promise<Engine>
}

/** Shorter words, or stems, are taken as they are. */
const long = 5

/** A package that is installed for development only. */
async function peer<Module>(name: string): Promise<Module> {
  const loaded = (await import(name)) as { default?: Module } & Module
  return loaded.default ?? loaded
}

/** Chosen on the first half of the questions with `--choose`. */
export const tuning: Tuning = {
  slope: 0.4,
  heading: 1,
  lead: 0.4,
  asked: 0,
  bigram: 0.6,
  manner: 0,
  coveragePower: 0.6,
}

export const searchable = (documents: readonly Document[]) =>
  documents.map(({ title, text }) => ({ title, section: '', sentences: [text], asked: [] }))

/** Ours, on the bytes of an index. The knowledge base's tables of English and synonyms are left out: they are of back spasms. */
export function openEngine(bytes: Uint8Array<ArrayBuffer>, documents: number): Engine {
  const places = Array.from({ length: documents }, (_, place) => place)
  const index = openIndex(bytes, places, english({ words: [] }), new Synonyms({ means: {}, filler: [] }))
  return {
    search: (question) =>
      index
        .search(index.read({ spoken: index.spell(words(question)), weight: 1 }), depth)
        .map(({ passage }) => passage),
  }
}

export const ownName = 'Backwise'
const backwise: Maker = {
  name: ownName,
  make: async (documents) => openEngine(buildIndex(searchable(documents), { tuning }), documents.length),
}

const miniSearch: Maker = {
  name: 'MiniSearch',
  make: async (documents) => {
    interface MiniSearch {
      addAll(documents: readonly object[]): void
      search(text: string, options: object): { id: number }[]
    }
    const Engine = await peer<new (options: object) => MiniSearch>('minisearch')
    const engine = new Engine({
      fields: ['title', 'text'],
      processTerm: (token: string) => (isStop(token.toLowerCase()) ? null : stem(token.toLowerCase())),
      searchOptions: { boost: { title: 2 } },
    })
    engine.addAll(documents.map((document, id) => ({ id, ...document })))
    return {
      search: (question, slips) =>
        engine
          .search(question, slips ? { fuzzy: (term: string) => term.length >= long && 0.2 } : {})
          .slice(0, depth)
          .map(({ id }) => id),
    }
  },
}

const lunr: Maker = {
  name: 'lunr',
  make: async (documents) => {
    interface Builder {
      ref(name: string): void
      field(name: string, options?: object): void
      add(document: object): void
    }
    interface Query {
      term(token: object, options: object): void
    }
    interface Index {
      query(build: (query: Query) => void): { ref: string }[]
    }
    const engine = await peer<
      ((configure: (this: Builder) => void) => Index) & { tokenizer(text: string): object[] }
    >('lunr')
    const index = engine(function () {
      this.ref('id')
      this.field('title', { boost: 2 })
      this.field('text')
      documents.forEach((document, id) => this.add({ id: String(id), ...document }))
    })
    return {
      search: (question, slips) =>
        index
          .query((query) => {
            for (const token of engine.tokenizer(question))
              query.term(token, { editDistance: slips && String(token).length >= long ? 1 : 0 })
          })
          .slice(0, depth)
          .map(({ ref }) => Number(ref)),
    }
  },
}

const elasticlunr: Maker = {
  name: 'elasticlunr',
  make: async (documents) => {
    interface Index {
      setRef(name: string): void
      addField(name: string): void
      saveDocument(save: boolean): void
      addDoc(document: object): void
      search(text: string, options: object): { ref: string }[]
    }
    const engine = await peer<(configure: (this: Index) => void) => Index>('elasticlunr')
    const index = engine(function () {
      this.setRef('id')
      this.addField('title')
      this.addField('text')
      this.saveDocument(false)
    })
    documents.forEach((document, id) => index.addDoc({ id, ...document }))
    const options = { fields: { title: { boost: 2 }, text: { boost: 1 } }, bool: 'OR' }
    return {
      search: (question) =>
        index
          .search(question, options)
          .slice(0, depth)
          .map(({ ref }) => Number(ref)),
    }
  },
}

const wink: Maker = {
  name: 'wink-bm25',
  make: async (documents) => {
    interface Index {
      defineConfig(config: object): void
      definePrepTasks(tasks: ((text: string) => string[])[]): void
      addDoc(document: object, id: number): void
      consolidate(): void
      search(text: string, limit: number): [number | string, number][]
    }
    const engine = (await peer<() => Index>('wink-bm25-text-search'))()
    engine.defineConfig({ fldWeights: { title: 8, text: 1 }, bm25Params: { k1: 1.2, b: 0.2, k: 1 } })
    engine.definePrepTasks([terms])
    documents.forEach((document, id) => engine.addDoc(document, id))
    engine.consolidate()
    return { search: (question) => engine.search(question, depth).map(([id]) => Number(id)) }
  },
}

const flexSearch: Maker = {
  name: 'FlexSearch',
  make: async (documents) => {
    interface Index {
      add(id: number, text: string): void
      search(text: string, options: object): number[]
    }
    const { Index: Engine } = await peer<{ Index: new (options: object) => Index }>('flexsearch')
    // it ranks by how early a word stands, so the title goes first, twice; and by what stands near it
    const engine = new Engine({
      tokenize: 'strict',
      resolution: 100,
      context: { depth: 3, bidirectional: true, resolution: 30 },
      encode: terms,
    })
    documents.forEach(({ title, text }, id) => engine.add(id, `${title} ${title} ${text}`))
    return { search: (question) => engine.search(question, { limit: depth, suggest: true }) }
  },
}

const orama: Maker = {
  name: 'Orama',
  make: async (documents) => {
    interface Orama {
      create(options: object): object
      insertMultiple(index: object, documents: readonly object[]): unknown
      search(index: object, query: object): { hits: { id: string }[] }
    }
    const { create, insertMultiple, search } = await peer<Orama>('@orama/orama')
    const index = create({
      schema: { title: 'string', text: 'string' },
      components: { tokenizer: { language: 'english', normalizationCache: new Map(), tokenize: terms } },
    })
    await insertMultiple(
      index,
      documents.map((document, id) => ({ id: String(id), ...document })),
    )
    return {
      search: (question, slips) =>
        search(index, {
          term: question,
          boost: { title: 2 },
          threshold: 1,
          limit: depth,
          ...(slips && { tolerance: 1 }),
        }).hits.map(({ id }) => Number(id)),
    }
  },
}

export const makers: readonly Maker[] = [backwise, miniSearch, lunr, elasticlunr, wink, flexSearch, orama]
