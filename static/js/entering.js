// Goes on with a long text slice by slice; without a script the button does the same.
"use strict";
document.querySelector("form[data-go-on]").requestSubmit();
