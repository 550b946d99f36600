// One request to the server and what it means: kept, refused, out (signed out), or
// offline. Nothing that comes back ever replaces what stands in the form.
const PATIENCE = 60_000;

export async function send(address, data) {
  let answer;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    answer = await fetch(address, { method: "POST", body: data, redirect: "manual", signal });
  } catch {
    return { state: "offline" };
  }
  if (answer.type === "opaqueredirect") return { state: "out" };
  if (answer.status >= 500) return { state: "offline" };
  const said = await answer.json().catch(() => ({}));
  return { ...said, state: answer.ok ? "kept" : "refused" };
}

// Only that the page is open, and what is new.
export function ping(address, form) {
  const data = new FormData();
  for (const name of ["window", "opened_by", "opened_version"]) {
    data.set(name, form.elements[name]?.value ?? "");
  }
  data.set("ping", "1");
  return send(address, data);
}
