"""The model of a store: learned from what the store knows, shown with its card, and adopted, or not.

``fit`` (``learn``) learns from what the last run weighed, or from what people judged (``judged``), and keeps a
candidate. Nobody is weighed for it, and whoever does not agree now is not in it. ``adopt`` (``adopting``) lets a
candidate score; what it changes was counted before. The next nightly run looks at everybody anew, since the model's
version is part of what each outcome rests on.
"""

from socialmatch.fitting.adopting import Shown, adopt, keep, show
from socialmatch.fitting.desk import Models
from socialmatch.fitting.learn import Fitted, fit

__all__ = ["Fitted", "Models", "Shown", "adopt", "fit", "keep", "show"]
