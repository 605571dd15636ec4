/** How one word of a path leads to the next: WordNet's symbols (its manual calls them so), and the lab's own words. */

/** From a seed to another word of the same meaning. */
export const SYNONYM = 'synonym';
/** From a word to one whose definition holds it. */
export const DEFINES = 'defines';
/** From a word to one that its definition holds. */
export const DEFINED_BY = 'defined by';
/** From a seed to a word of the sentiment list with the same sign. */
export const SAME_SIGN = 'same sign';
/** From a seed to a word whose input embedding points the same way. */
export const NEAR = 'near';

/** What a relation says between the two words, for people: “sport, of which there is the kind skiing”. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['@', 'is a kind of'],
  ['~', 'has the kind'],
  ['@i', 'is an instance of'],
  ['~i', 'has the instance'],
  ['#m', 'is a member of'],
  ['%m', 'has the member'],
  ['#p', 'is a part of'],
  ['%p', 'has the part'],
  ['#s', 'is a substance of'],
  ['%s', 'is made of'],
  [';c', 'belongs to the topic'],
  ['-c', 'has in its topic'],
  [';r', 'belongs to the region'],
  ['-r', 'has in its region'],
  [';u', 'is used as'],
  ['-u', 'is the usage of'],
  ['=', 'is an attribute with'],
  ['+', 'is derived with'],
  ['!', 'is the opposite of'],
  ['&', 'is similar to'],
  ['^', 'see also'],
  ['$', 'is grouped with'],
  ['\\', 'pertains to'],
  ['*', 'entails'],
  ['>', 'causes'],
  ['<', 'is a participle of'],
  [SYNONYM, 'means the same as'],
  [DEFINES, 'is in the definition of'],
  [DEFINED_BY, 'is defined by'],
  [SAME_SIGN, 'has the same sign as'],
  [NEAR, 'is near, among the PLM’s words, to'],
]);

/** The relation in words; itself where it is unknown. */
export const relationName = (relation: string): string => NAMES.get(relation) ?? relation;
