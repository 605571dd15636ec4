/** The one tensor of a prompt in PEFT's files: [virtual tokens, width]. */
export const PROMPT_TENSOR = 'prompt_embeddings';
