/** What is wrong with a reply; `lost`: it never came, though a later one did. */
export type Mismatch = 'corrupt' | 'duplicated' | 'reordered' | 'lost';
