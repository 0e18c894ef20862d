"""Last year's day, as some of the councils kept it."""

from dateutil.relativedelta import relativedelta

from portal.demonstration import wording
from portal.demonstration.stage import Stage
from portal.kernel.clock import today
from portal.kernel.permissions import Role
from portal.ourday import actions as ourday
from portal.ourday.rules import Part


def tell_our_day(stage: Stage) -> None:
    """Last year's day, and what some of the councils did on it."""
    stage.at(0)
    held_on = today(stage.clock).replace(month=11, day=18) - relativedelta(years=1)
    ourday.set_day(stage.work(), ourday.SetDay(held_on.year, "#OurDay", held_on))
    for slug, posts, accounts, reached, about in wording.ON_OUR_DAY:
        owner = stage.member(stage.council(slug), Role.OWNER)
        best_post = f"https://social.example/@{slug}/our-day"
        part = Part(posts, accounts, reached, best_post, about)
        ourday.record_part(stage.work(owner), ourday.RecordPart(slug, held_on.year, 0, part))
