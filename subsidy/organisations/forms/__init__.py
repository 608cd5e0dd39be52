"""What can be typed of organisations."""

from subsidy.organisations.forms.municipalities import MunicipalityFilter
from subsidy.organisations.forms.profiles import ConfirmForm, ProfileFilter, ProfileForm, values

__all__ = ["ConfirmForm", "MunicipalityFilter", "ProfileFilter", "ProfileForm", "values"]
