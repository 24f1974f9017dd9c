"""GOV.UK's form controls as macros for our templates.

They come from an environment of their own: they read options that were left out, in our pages a fault.
"""

from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader

CONTROLS = {
    "govukCheckboxes": "checkboxes",
    "govukDateInput": "date-input",
    "govukFileUpload": "file-upload",
    "govukInput": "input",
    "govukPasswordInput": "password-input",
    "govukRadios": "radios",
    "govukTextarea": "textarea",
}


def controls() -> dict[str, Any]:
    """The macros by name, as globals for components/forms.jinja."""
    package = "govuk_frontend_jinja"
    theirs = Environment(autoescape=True, loader=PrefixLoader({package: PackageLoader(package)}))
    return {
        name: getattr(theirs.get_template(f"{package}/components/{folder}/macro.html").module, name)
        for name, folder in CONTROLS.items()
    }
