/**
 * What the checker said of the regular expressions it needs seconds for, when it was given them: once is enough, they stay
 * the same. One that is changed is looked at anew, and belongs here again if it is slow. `quadratic`: "a … b" may be looked for
 * from every a; at most 4,000 characters are read, so a few milliseconds.
 */
export const judged: Readonly<Record<string, 'safe' | 'quadratic'>> = {
  [String.raw`/\s+/`]: 'safe',
  [String.raw`/(?<=[.!?…]["'”’)\]]{0,3})\s+(?=["'“‘([*]{0,3}[\p{Lu}\p{N}©])/u`]: 'safe',
  [String.raw`/^application\/([\w.-]+\+)?json\b/i`]: 'safe',
  [String.raw`/(?<=[.?!;:\n])\s|,\s+(?=(?:so|and|but|or|is|are|do|does|can|could|should|will|what|how|why|when|which|who|where)\b)|\s[-–—]\s/i`]:
    'safe',
  [String.raw`/\b(?:all my life|whole life|forever|for ever|ages|long time|(?:as|so) long as i can remember|since (?:i was|i can remember|(?:my )?(?:childhood|birth|school|teens|youth|\d0s|twenties|thirties))|chronic\w*|lifelong)\b/`]:
    'safe',
  [String.raw`/\b(?:for|on and off|off and on|been|now|lasted|about|over|past|last|already)\b.*\byears\b|^years\b|\byears (?:now|ago|on and off)/`]:
    'quadratic',
  [String.raw`/\?\s*$|^(?:how|what|when|why|where|which|who|can|could|should|would|will|is|are|does|do|did)\b/`]:
    'safe',
  [String.raw`/\b(?:ice|iced|heat|heating|hot water|ibuprofen|naproxen|aspirin|paracetamol|acetaminophen|tylenol|advil|tablets?|pills?|took|taken|taking|stretch\w*|exercis\w*|pregnan\w*|appointment|physio\w*|booked|work(?:ed|ing)?|driv\w*|drove|stand\w*|than last|sit|sitting|sleep|slept|flight|holiday|old|aged|every|used to|operation|surgery|diagnosed|if|until|in (?:about )?\d)\b/`]:
    'safe',
  [String.raw`/\b(?:heat|hot water|heating|ice|icing|rest(?:ed|ing)?|stretch\w*|ibuprofen|naproxen|paracetamol|acetaminophen|tylenol|advil|nurofen|pain ?killers?|pain ?relief|pain relievers?|home care|massage|warm baths?|gentle)\b/`]:
    'safe',
  [String.raw`/^(?:about |around |roughly |maybe |nearly |almost |just |only |over |more than |less than |at least |the |a |an )*(?:[\d.]+|couple|few|half|fortnight|week|month|day|year|several)\b[^.]{0,24}$/`]:
    'safe',
  [String.raw`/\b(?:bleed\w*|blood|spotting|tighten\w*|contract\w*|fluid|waters? (?:broke|gone|went|leak\w*)|leak\w*)\b/`]:
    'safe',
  [String.raw`/^(?:(?:no|nope|nah|sorry|oops|wait|actually|i mean|i meant|correction|my mistake|that'?s wrong)\b[,.\s]*)*(?:it'?s|its|it is|it was|it has been|it'?s been|make that|more like|should be)\s+/`]:
    'safe',
  [String.raw`/\bhad\b.*\bago\b|\blast (?:year|time)\b|\bnot\b.*\bsince\b/`]: 'quadratic',
  [String.raw`/(?:n't|\bnot) (?:been|had|gone)\b|\b(?:nothing|never)\b.*\bsince\b/`]: 'quadratic',
  [String.raw`/\b(?:pain|level|severity|score|scale|hurts)\b[\w\s']{0,14}\b(?:is|at|a|of|about|around|say)\b\s*(?:about |around |a |an ){0,3}\d{1,2}(?:\.\d)?\b(?!\s*(?:st|nd|rd|th|-|days?|weeks?|months?|years?|hours?|minutes?|mins?|times?|%|tablets?|pills?))/`]:
    'safe',
  [String.raw`/\b(?:keeps?|kept) (?:on )?(?:coming back|returning|recurring|happening|flaring|going into spasm)|\bcomes? back (?:every|all the time|regularly|again|often|each)|\bcomes and goes\b.*\b(?:months|years)|\bkeep (?:on )?getting (?:it|them|this|these|spasms)|\b(?:again and again|time and again|over and over)\b|\b(?:regularly|frequently)\b.*\b(?:same|happens|returns|comes|flares)|\b(?:happens|returns|flares up|comes back|get it|get this|get them) (?:\w+ )?(?:regularly|often|a lot|every|each|all the time)|\b(?:always|every time) (?:in )?the same (?:place|spot|side|area)|\bsame (?:place|spot|side|area) (?:every|each) time|\brecurr(?:ing|ent|s)\b/`]:
    'quadratic',
  [String.raw`/(?:\b(?:no|not|isnt|hasnt|doesnt|never|nothing|without)|n't)\b[\w\s']{0,16}\b(?:better|improv\w*|help(?:s|ed|ing)?|eas(?:ed|ing|ier)|work(?:ing|ed|s)?|relief|difference|progress)\b/`]:
    'safe',
  [String.raw`/\b(?:hardly|barely|more pain\w*|worse|the same|same|no change|unchanged|no different|no improvement|constant|steady)\b/`]:
    'safe',
  [String.raw`/\b(?:slowly|gradually|bit by bit|better|easier|improve\w*|less pain\w*|helps|helped|helping)\b/`]:
    'safe',
  [String.raw`/\bblood ?-?thinn\w*|\bwarfarin\b|\bcoumadin\b|\bapixaban\b|\beliquis\b|\brivaroxaban\b|\bxarelto\b|\bedoxaban\b|\bdabigatran\b|\bpradaxa\b|\bheparin\b|\benoxaparin\b|\bclopidogrel\b|\banticoagul\w*/`]:
    'safe',
  [String.raw`/\bworst\b.*\b(?:ever|imaginable|possible|life|felt|had)\b|\bunbearable\b|\bexcruciating\b|\boff the (?:scale|charts?)\b|\bas bad as it (?:gets|can)\b/`]:
    'quadratic',
  [String.raw`/\b(?:on|from) (?:a )?(?:scale|1|0)\b.*?\b10\b/g`]: 'quadratic',
  [String.raw`/\b\d+(?:\.\d+)?(?:\s*(?:-|to|or)(?:\s*\d+)?|\s+\d+)?\s*(?:min\w*|hours?|hrs?|days?|nights?|weeks?|wks?|months?|years?|yrs?|times?|am|pm|mg|o'clock)\b/g`]:
    'safe',
  [String.raw`/\b(?:\w+(?:nd|rd|th|st)|second|third|next) (?:to |from |but )?(?:the )?last\b/`]: 'safe',
  [String.raw`/\b(?:the |number |option |no\. ?|answer |numbers |options |just |only )+/g`]: 'safe',
  [String.raw`/(?:\bnot|\bnothing|\bnever|\bno longer|\bno more|n'?t)(?:\s+\w+){0,2}?\s+(?:normal\w*|fine|ok|okay|good|well|right|work\w*|same|great)\b/`]:
    'safe',
  [String.raw`/\b(?:can'?t|cant|cannot|could ?n'?t|unable|don'?t feel|not feel|lost|loss|numb\w*|without|gone)\b/`]:
    'safe',
  [String.raw`/\b(?:i'?m|i am|aged?)? ?\d{1,2}(?:[ -]*(?:years?|yrs?)(?:[ -]old)?| ?y\/?o)?\b/`]: 'safe',
  [String.raw`/^(?:what|can|is|are|does|do|should|how) (?!.*\b(?:i'?m|i am|my)\b)/`]: 'safe',
  [String.raw`/\b(?:back|spasms?|pain|it|cramp\w*)\b/`]: 'safe',
  [String.raw`/^[\x21-\x7e]{16,200}$/`]: 'safe',
  [String.raw`/\b\d{1,2}(?:\.\d)?\s*(?:\/|out of)\s*10\b/`]: 'safe',
  [String.raw`/(?<=[.!?])\s+|\n+/`]: 'safe',
  [String.raw`/\b(?:my (?:\w+ )?name(?:'?s| is| was)|call me|(?:i am|i'?m) (?:called|named))[ :]+/gi`]:
    'safe',
  [String.raw`/\b(?:i am|i'?m|this is|it's|ms|miss|prof|professor|doctor|nurse|sister|brother|mum|mom|mother|dad|father|husband|wife|partner|son|daughter|boss|friend|regards|thanks|from|called|named)[.,]? +/gi`]:
    'safe',
  [String.raw`/^(?=.{4,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/`]: 'safe',
  [String.raw`/\n(?=[ \t]*\p{Ll})/gu`]: 'safe',
  [String.raw`/^(?:(?:so|and|but|or|also|then|ok|hi|hello|please|well|just) )*(?:is|are|am|was|do|does|did|can|could|will|would|should|shall|may|might|must|has|have|isnt|arent|dont|doesnt|cant|shouldnt|wont)\b|\bor\b|\b(?:ok|okay|safe|allowed|fine|alright|true|good|bad|better|worse|wise) (?:to|for|if|with)\b|\b(?:is|are|should|can|could|may|do|does|will) (?:i|it|this|that|they|we|you|there)\b/`]:
    'safe',
  [String.raw`/\bbaby\b.{0,24}\b(?:not|n't|isn't|hasn't|less|stopped|no longer)\b.{0,16}\b(?:mov\w*|kick\w*)\b/`]:
    'safe',
  [String.raw`/^(?:(?:yes|yeah|well|um+|er+m?|hm+|it|i|i'?d say|so|just|ok|very|quite|most)[\s,.]+)*(?:(?:think|guess|suppose|believe|reckon|suspect) so|sort of|sorta|kind of|kinda|more or less|probably|likely)(?:[\s,.]+(?:yes|yeah|so|a bit|a little|tbh|to be honest))*[\s.,]*$/`]:
    'safe',
  [String.raw`/\b(?:ibuprofen|naproxen|aspirin|anti-?inflammator\w*|pain ?(?:killers?|relievers?|relief))\b/i`]:
    'safe',
  [String.raw`/<\/?at[^<>]{0,200}>/gi`]: 'safe',
}
