/** How an answer travels, or fails to. */
export type Delivery =
  | { readonly way: 'whole' }
  | { readonly way: 'reset' }
  | { readonly way: 'never' }
  | { readonly way: 'drip'; readonly intervalMs: number }
  | { readonly way: 'half'; readonly matchingLength: boolean };
