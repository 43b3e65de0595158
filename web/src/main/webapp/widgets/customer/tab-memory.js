// What this tab remembers over a reload. In a frame of another site browsers may refuse all storage.

/** The value, or null: also where storage is refused. @param {string} key */
export function recall(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps it as far as that is possible; null forgets. @param {string} key @param {string|null} value */
export function remember(key, value) {
  try {
    if (value === null) {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, value);
    }
  } catch {
    // a reload then begins at the device check again, which is no loss worth a word
  }
}
