// Going back to a form that was sent: the browser may fetch its page anew and put back what was typed, but with a new token
// a second press would create a second thread. So the token is kept with the entry of the history.
const token = () => document.querySelector("main input[name=token]");
const keep = () => {
  if (token() && history.state?.token !== token().value) history.replaceState({ ...history.state, token: token().value }, "");
};

if (performance.getEntriesByType("navigation")[0]?.type === "back_forward" && history.state?.token && token()) token().value = history.state.token;
keep();
document.addEventListener("htmx:afterSettle", keep);
