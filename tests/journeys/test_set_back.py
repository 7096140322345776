"""A clock that is set back, or a sender's that goes fast, turns no time of a complaint round."""

from datetime import timedelta

from tests.cast import MORNING, Play, complaint, lines


def test_what_is_done_before_the_time_of_receipt_happened_then(play: Play) -> None:
    ahead = MORNING + timedelta(minutes=4)
    no = play.lodge(channel="email", received=ahead.isoformat()).complaint.no
    play.do("accept", no, now=MORNING)
    assert complaint(no).accepted == complaint(no).received == ahead
    assert [line.at for line in lines(no)] == [ahead] * len(lines(no))
