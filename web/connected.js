// Asks anew, every half minute while the page is seen, what a caller would
// hear. Without this script the page shows what was true when it was opened.
(() => {
  "use strict";
  const heard = document.getElementById("heard");
  const note = document.getElementById("heard-note");
  const pause = 30000;

  function show(element, text) {
    // A text that stays is not announced again.
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  async function ask() {
    if (document.hidden) {
      return true;
    }
    try {
      const answer = await fetch("/calendar/connected/hear", {
        headers: { Accept: "application/json" },
        cache: "no-store",
      });
      if (answer.status === 401 || answer.status === 409) {
        show(note, "This page is no longer open for you. Ask for a new link to come back.");
        return false;
      }
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      const now = await answer.json();
      show(heard, now.sentence);
      show(note, now.note);
    } catch {
      show(note, "This could not be refreshed just now.");
    }
    return true;
  }

  async function round() {
    if (await ask()) {
      setTimeout(round, pause);
    }
  }
  setTimeout(round, pause);
})();
