// form[data-passkey]: asks the browser for a passkey, to make one ("create") or to sign in with one ("get"), and sends it.
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
const withId = (one) => ({ ...one, id: decode(one.id) });

function creation(options, form) {
  const alone = form.elements.passwordless?.checked ?? false;
  return {
    ...options,
    challenge: decode(options.challenge),
    user: withId(options.user),
    excludeCredentials: options.excludeCredentials?.map(withId),
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    },
  };
}

const request = (options) => ({
  ...options,
  challenge: decode(options.challenge),
  allowCredentials: options.allowCredentials?.map(withId),
});

function sent(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function asked(form) {
  const kept = form.querySelector("#passkey-options");
  if (kept) return JSON.parse(kept.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  return answer.json();
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form || form.elements.credential.value) return;
  event.preventDefault();
  const refused = form.querySelector("[data-passkey-refused]");
  refused.hidden = true;
  try {
    const data = await asked(form);
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: creation(data.creation_options.publicKey, form) })
      : await navigator.credentials.get({ publicKey: request(data.request_options.publicKey) });
    form.elements.credential.value = JSON.stringify(sent(credential));
    form.submit();
  } catch {
    refused.hidden = false;
  }
});
