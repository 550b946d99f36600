// Asks the browser for a passkey and sends what it says with the form, as a hidden field.
const form = document.querySelector("form[data-passkey]");
const ask = form.querySelector("[data-passkey-ask]");
const refused = form.querySelector("[data-passkey-refused]");
const question = JSON.parse(document.getElementById("passkey-question").textContent);

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const withBytes = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function asked() {
  const challenge = bytes(question.challenge);
  if (form.dataset.passkey === "get") {
    const allowCredentials = withBytes(question.allowCredentials);
    return navigator.credentials.get({ publicKey: { ...question, challenge, allowCredentials } });
  }
  const user = { ...question.user, id: bytes(question.user.id) };
  const excludeCredentials = withBytes(question.excludeCredentials);
  return navigator.credentials.create({ publicKey: { ...question, challenge, user, excludeCredentials } });
}

function said(key) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = text(key.response[part]);
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} });
}

if (window.PublicKeyCredential) {
  ask.hidden = false;
  form.querySelector("[data-passkey-none]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    refused.hidden = true;
    try {
      form.elements.answer.value = said(await asked());
      form.submit();
    } catch {
      refused.hidden = false;
    }
  });
}
