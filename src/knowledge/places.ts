/** Where the knowledge lies, found from this file, never from the folder a command happens to be run in. */
import { fileURLToPath } from 'node:url'

// This module runs as dist/src/knowledge/places.js, and from src/knowledge/places.ts in tests.
const project = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url)

export const knowledgeFolder = fileURLToPath(new URL('knowledge', project))
export const artefactPath = fileURLToPath(new URL('dist/knowledge.json', project))

/** Where the typed arrays of an artefact lie. */
export const arraysBeside = (artefact: string): string => `${artefact.replace(/\.json$/, '')}.arrays`
