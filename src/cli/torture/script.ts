/** What a person with a mild spasm types: a question and a whole interview. */
export const interview = ['how long do back spasms last?', 'check my symptoms', 'none', 'none', 'none', 'none', '1 day', '4', 'no'] // prettier-ignore
