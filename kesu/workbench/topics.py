"""What the help page says: how each of the daily acts is done, and what the words mean."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Topic:
    """One answer; ``place`` names the page where it is done, if there is one."""

    key: str
    title: Any
    text: Any
    place: str = ""


TOPICS = (
    Topic(
        "lodge",
        gettext_lazy("How do I lodge a complaint while somebody is on the line?"),
        gettext_lazy(
            "Press N. Begin with the telephone number: history and open cases appear beside it. "
            "Then write what is said; the type can wait. The line at the foot says what is still "
            "missing before the caller is gone. Ctrl Enter lodges it."
        ),
        "lodge",
    ),
    Topic(
        "other",
        gettext_lazy("Somebody calls about a case that is not mine"),
        gettext_lazy(
            "Whoever is called first answers. Open the case and log the contact: the owner is "
            "told. You need not transfer the call, and the customer need not tell it twice."
        ),
        "search",
    ),
    Topic(
        "callback",
        gettext_lazy("What counts as the first call-back?"),
        gettext_lazy(
            "A contact going out to the customer, logged on the case. Not reached counts as an "
            "attempt and leaves the clock running."
        ),
    ),
    Topic(
        "clocks",
        gettext_lazy("Where does a deadline come from?"),
        gettext_lazy(
            "From the type, the time of receipt and the calendar of workdays. “How come?” beside "
            "a deadline shows the rule and every day that was counted."
        ),
    ),
    Topic(
        "urgent",
        gettext_lazy("What makes a complaint urgent?"),
        gettext_lazy(
            "One of the reasons of the policy, named by its code beside the mark. Urgent ones "
            "stand first in every list and belong to one dedicated person."
        ),
    ),
    Topic(
        "propose",
        gettext_lazy("Why can I not propose a solution yet?"),
        gettext_lazy(
            "First it must be found whether the complaint is valid, then the direct cause. What "
            "is missing stands beside the button and leads to where it is filled in."
        ),
    ),
    Topic(
        "approve",
        gettext_lazy("Who must agree to my solution?"),
        gettext_lazy(
            "Somebody else whose mandate covers the amount. Within your own mandate it is agreed "
            "at once, and says so."
        ),
    ),
    Topic(
        "consult",
        gettext_lazy("How do I ask a department?"),
        gettext_lazy(
            "“Consult” on the case sends a question with a deadline to the department's liaison. "
            "If no answer comes it is chased by itself, and you may chase by hand."
        ),
        "tasks",
    ),
    Topic(
        "close",
        gettext_lazy("What must be there before a complaint is closed?"),
        gettext_lazy(
            "Verdict, cause, agreed solution, reply, what was carried out, the follow-up with "
            "both needs judged, what becomes of the lesson, and one line of summary. The case "
            "page lists what is missing. Silence of the customer never closes a case."
        ),
    ),
    Topic(
        "promise",
        gettext_lazy("What is a promise?"),
        gettext_lazy(
            "What somebody told the customer they would do, with a time and an owner. It has its "
            "own clock; when it is broken that is recorded with the true time."
        ),
    ),
    Topic(
        "goodwill",
        gettext_lazy("Compensation and indemnity: what is the difference?"),
        gettext_lazy(
            "Compensation is goodwill and admits nothing; indemnity answers for liability. They "
            "are approved, paid and summed apart."
        ),
    ),
    Topic(
        "search",
        gettext_lazy("How do I find a complaint?"),
        gettext_lazy(
            "Press Ctrl K. A number or its last six signs, the number of the form, a whole "
            "telephone number or its last four digits, a name, or any words of the text."
        ),
        "search",
    ),
    Topic(
        "masked",
        gettext_lazy("Why is a number masked?"),
        gettext_lazy(
            "Because most work does not need it. Where you may see it whole, a button shows it; "
            "each look is on the record."
        ),
    ),
    Topic(
        "stale",
        gettext_lazy("It says somebody changed the complaint meanwhile"),
        gettext_lazy(
            "Two people worked on one case. You are shown how it stands now, and what you typed "
            "is still in the form. Look again, then send it once more. Nothing was overwritten."
        ),
    ),
    Topic(
        "expired",
        gettext_lazy("I was signed out while typing"),
        gettext_lazy(
            "Sign in again on the page that appears: your words are carried over and wait for you "
            "to send them. A complaint being lodged is kept as a draft in this browser as well."
        ),
    ),
    Topic(
        "keys",
        gettext_lazy("Which keys are there?"),
        gettext_lazy(
            "Press ? on any page: the list is made of the buttons you see there. Single letters "
            "rest while you type, and you can switch them off."
        ),
    ),
    Topic(
        "grades",
        gettext_lazy("Grade and tier: what is the difference?"),
        gettext_lazy(
            "The grade, III to I, says how grave it is and orders the queue. The tier, F to A, "
            "says who has the authority to decide. They are never one number."
        ),
    ),
    Topic(
        "mine",
        gettext_lazy("A complaint is about me"),
        gettext_lazy(
            "Then it is closed to you, whatever your rank, and goes to somebody else by itself. "
            "If the customer is on your line, one button lodges it and says where to put the call "
            "through."
        ),
        "lodge",
    ),
    Topic(
        "leave",
        gettext_lazy("Who does my work when I am away?"),
        gettext_lazy(
            "The deputy of your leave on the roster, else your direct superior. What is urgent is "
            "given to somebody present at once."
        ),
    ),
)
