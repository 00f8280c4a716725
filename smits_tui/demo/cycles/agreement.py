"""How people of the sample story agree to documents, object to them and approve them."""

from __future__ import annotations

from smits_tui.demo.actor import Hand
from smits_tui.demo.model import Act
from smits_tui.demo.people import StoryPerson


def agree(people: StoryPerson | tuple[StoryPerson, ...], sentence: str, *kinds: str) -> Act:
    """People agree to what is asked for of documents.

    Args:
        people: who.
        sentence: what is told of it, after their names.
        kinds: of the documents.
    """

    def do(hand: Hand) -> str:
        hand.agree(*kinds)
        return sentence

    return Act(people, do)


def approves(person: StoryPerson, sentence: str, *kinds: str, advances: bool = False) -> Act:
    """Somebody puts documents in force.

    Args:
        person: who.
        sentence: what is told of it, after the name.
        kinds: of the documents.
        advances: the step is completed by it.
    """

    def do(hand: Hand) -> str:
        hand.approve(*kinds)
        if advances:
            hand.advance()
        return sentence

    return Act(person, do)


def objects(person: StoryPerson, kind: str, section: str, text: str) -> Act:
    """Somebody objects to a section."""

    def do(hand: Hand) -> str:
        identifier = hand.object_to(kind, section, text)
        return f"objects to the {section} ({identifier}): {text}"

    return Act(person, do)
