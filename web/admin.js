// Keeps the operator's page up to date: the service says that something has
// changed, and the parts marked with data-live are fetched again. Without this
// script the page is the same, as of when it was loaded.
"use strict";

(() => {
  for (const button of document.querySelectorAll("button[id^='copy-']")) {
    const text = document.getElementById(button.id.slice("copy-".length));
    button.hidden = false;
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Selected: copy it with the keyboard";
      }
    });
  }

  const status = document.getElementById("live");
  if (!status || !window.EventSource)
    return;

  const say = (text) => {
    if (status.textContent !== text)
      status.textContent = text;
  };

  const swap = (part, fresh) => {
    if (!fresh || part.innerHTML === fresh.innerHTML)
      return;
    // Nobody is interrupted while writing; the next news are soon enough.
    for (const field of part.querySelectorAll("input[type='text']"))
      if (field.value)
        return;
    const focused = part.contains(document.activeElement)
      ? document.activeElement.id : "";
    part.innerHTML = fresh.innerHTML;
    if (focused)
      document.getElementById(focused)?.focus();
  };

  const refresh = async () => {
    const answer = await fetch(location.href, {
      headers: { Accept: "text/html" },
      credentials: "same-origin",
    });
    if (answer.redirected || answer.status === 401)
      return location.reload(); // signed out meanwhile
    if (!answer.ok)
      return;
    const fresh = new DOMParser()
      .parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]"))
      swap(part, fresh.getElementById(part.id));
  };

  // One at a time, and not more often than every two seconds.
  let running = false;
  let wanted = false;
  const news = async () => {
    wanted = true;
    if (running)
      return;
    running = true;
    while (wanted) {
      wanted = false;
      try {
        await refresh();
      } catch {
        // The stream notices as well, and says so.
      }
      await new Promise((done) => setTimeout(done, 2000));
    }
    running = false;
  };

  let lost = false;
  const source = new EventSource(status.dataset.url);
  source.addEventListener("open", () => {
    say("Live: this page keeps itself up to date.");
    if (lost)
      news();
    lost = false;
  });
  source.addEventListener("changed", news);
  source.addEventListener("error", () => {
    lost = true;
    say(source.readyState === EventSource.CLOSED
      ? "Not live any more. Load the page again."
      : "The connection was lost; trying again.");
  });
  addEventListener("pagehide", () => source.close());
})();
