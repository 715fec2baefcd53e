/** What answering reads: the search index with the topics, pairings, classifier and verdicts of the same content. */
import { buildIndex } from './buildIndex.ts'
import { classify, type Classifier } from './classifier.ts'
import type { RetrievalData } from './data.ts'
import { english, type EnglishIndex } from './english.ts'
import { Pairings } from './pairings.ts'
import type { Document, Passage } from './passages.ts'
import { sentenceOf, type Sentence } from './quote.ts'
import { openIndex, type SearchIndex } from './reading.ts'
import { Synonyms } from './synonyms.ts'
import { stopList } from './terms.ts'
import { holdings, Topics, type Holdings } from './topics.ts'
import { Verdicts } from './verdict.ts'

export interface AnswerIndex {
  readonly search: SearchIndex
  readonly topics: Topics
  readonly pairings: Pairings
  readonly synonyms: Synonyms
  readonly classify: (spoken: readonly string[]) => Float64Array
  readonly verdicts: Verdicts
  readonly titles: ReadonlyMap<string, string>
  /** What a passage names. */
  readonly held: (passage: Passage) => Holdings
  readonly sentences: (passage: Passage) => readonly Sentence[]
}

interface Searched {
  readonly passages: readonly Passage[]
  readonly documents: readonly Pick<Document, 'id' | 'title'>[]
  readonly retrieval: RetrievalData
}

/** The search index of some content, to be kept beside it. */
export function searchIndexOf({ passages, retrieval }: Searched): Uint8Array<ArrayBuffer> {
  const synonyms = new Synonyms(retrieval.synonyms)
  const topics = new Topics(retrieval.topics)
  return buildIndex(passages, {
    english: english(retrieval.english),
    alsoKnown: [
      ...stopList,
      ...synonyms.words(),
      ...topics.words(),
      ...new Pairings(retrieval.pairings).words(),
    ],
  })
}

/** What is made of the content when the knowledge is built. */
interface Ready {
  readonly searchIndex: Uint8Array<ArrayBuffer>
  readonly classifier: Classifier
  readonly englishIndex?: EnglishIndex
}

/** `ready`: made of this very content. */
export function answerIndex(
  content: Searched,
  { searchIndex, classifier, englishIndex }: Ready,
): AnswerIndex {
  const synonyms = new Synonyms(content.retrieval.synonyms)
  const topics = new Topics(content.retrieval.topics)
  return {
    search: openIndex(
      searchIndex,
      content.passages,
      english(content.retrieval.english, englishIndex),
      synonyms,
    ),
    topics,
    pairings: new Pairings(content.retrieval.pairings),
    synonyms,
    classify: classify(classifier, synonyms),
    verdicts: new Verdicts(synonyms),
    titles: new Map(content.documents.map((document) => [document.id, document.title])),
    held: remembered(holdings),
    sentences: remembered(({ sentences }) => sentences.map(sentenceOf)),
  }
}

/** Works out each passage when it is first needed: at start, all of them would take longer than the rest. */
function remembered<Value>(of: (passage: Passage) => Value): (passage: Passage) => Value {
  const known = new Map<Passage, Value>()
  return (passage) => {
    const value = known.get(passage) ?? of(passage)
    known.set(passage, value)
    return value
  }
}
