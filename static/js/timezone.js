// Tells the server the reader's zone; times are drawn there. The first page of all is drawn in UTC.
// When all has come: a browser's first look at its zones takes long.
addEventListener("load", () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || document.cookie.includes(`timezone=${zone}`)) return;
  document.cookie = `timezone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
});
