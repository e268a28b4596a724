/** A name that nothing else has; no secret. Unlike `randomUUID` plain HTTP from another host has it too. */
export const uniqueName = () => [0, 1].map(() => Math.random().toString(36).slice(2)).join("");
