// What every page needs. In the collected files all of it is in this one: each in a block of its own, as in a module of its own.
import "./theme.js";
import "./timezone.js";
import "./copy.js";
import "./menu.js";
import "./dialog.js";
import "./toast.js";
import "./submit.js";
import "./focus.js";
import "./keys.js";
