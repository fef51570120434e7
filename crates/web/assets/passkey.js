// Asks the browser for a passkey, for the one form on the page that takes one. Without script the page says what to do instead.
"use strict";
const form = document.querySelector("form[data-passkey]");
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const encoded = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
if (form && window.PublicKeyCredential) {
  const { elements } = form;
  const asked = JSON.parse(form.dataset.passkey);
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) publicKey.user = { ...asked.user, id: bytes(asked.user.id) };
  for (const known of asked.excludeCredentials ?? []) known.id = bytes(known.id);
  form.hidden = false;
  document.querySelector("[data-no-passkey]").hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [button, said] = [form.querySelector("button"), form.querySelector("[role=alert]")];
    button.disabled = true;
    said.hidden = true;
    try {
      const { rawId, response } = await navigator.credentials[asked.user ? "create" : "get"]({ publicKey });
      elements.client.value = encoded(response.clientDataJSON);
      if (asked.user) {
        elements.object.value = encoded(response.attestationObject);
      } else {
        elements.key.value = encoded(rawId);
        elements.data.value = encoded(response.authenticatorData);
        elements.signature.value = encoded(response.signature);
        elements.whose.value = encoded(response.userHandle ?? new ArrayBuffer(0));
      }
      form.submit();
    } catch {
      said.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
}
