/** Whether the page has come to its last element. Its texts stand in it, so that nothing can begin before. */
export const is_whole = (): boolean => document.querySelector('[data-text="another_way"]') !== null;
