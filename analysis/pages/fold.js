// How the package folds words for a search, read off its own tables: fold(text) -> text; readings(text) -> both ways
// of reading what the Quran writes small, a line each, where there are two.
const { fold, readings } = (() => {
  const folds = /*FOLDS*/{};
  const deleted = new RegExp(`[${folds.deleted}]`, "gu");
  const pairs = new Map([...folds.from].map((letter, place) => [letter, [...folds.to][place]]));
  const zeros = folds.zeros;
  const foldOne = (letter) => {
    const point = letter.codePointAt(0);
    if (pairs.has(letter)) return pairs.get(letter);
    if ((point >= 0xfb50 && point < 0xfe00) || (point >= 0xfe70 && point < 0xfefd)) {
      const letters = letter.normalize("NFKC");
      if (letters !== letter) return [...(point >= 0xfe70 ? letters.replace(/^[ \u0640]+|[ \u0640]+$/g, "") : letters)]
        .map((each) => each === letter ? each : foldOne(each)).join("").replace(deleted, "");
    }
    if (point > 0x7f) for (const zero of zeros) if (point >= zero && point < zero + 10) return String(point - zero);
    return /^[\p{Lu}\p{Lt}]$/u.test(letter) ? letter.toLowerCase() : letter;
  };
  const fold = (text) => [...text.normalize("NFC").replace(deleted, "")].map(foldOne).join("").normalize("NFC");
  const dagger = new RegExp(folds.dagger, "gu");
  const readings = (text) => {
    const today = text.normalize("NFC").replace(dagger, (old) => folds.today[old.at(-1)] ?? "\u0627");
    return today === text ? fold(text) : `${fold(text)}\n${fold(today)}`;
  };
  return { fold, readings };
})();
