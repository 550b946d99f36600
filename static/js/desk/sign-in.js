// Signing in beside an open page, in a tab of its own: whatever that takes (a second
// factor, a passkey) is there as always, and the page with the words is never left.
export function signIn(dialog, keeper) {
  // On a slow line a request may be under way that began before they came in, and says
  // nothing of it: so after it one more is sent.
  const isIn = async () => { await keeper.flush(); return (await keeper.flush()).state !== "out"; };
  return new Promise((done) => {
    const channel = new BroadcastChannel("signed-in");
    const end = (came) => {
      channel.close();
      removeEventListener("focus", look);
      if (dialog.open) dialog.close();
      done(came);
    };
    const look = async () => { if (await isIn()) end(true); };
    channel.addEventListener("message", look);
    addEventListener("focus", look);
    dialog.addEventListener("close", () => end(false), { once: true });
    dialog.showModal();
  });
}
