"""Acts: of any country, in prose, lists and XML; what they do, where they bind, and from when on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from smits_rules.vocabulary import Regulation
from smits_watch.documents.document import Document, Passage
from smits_watch.documents.loader import open_content, open_document
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile


def read(*texts: str, jurisdictions: tuple[str, ...] = (), **metadata: str) -> Extraction:
    passages = [
        Passage(text.lstrip("# "), f"line {number}", heading=text.startswith("#"))
        for number, text in enumerate(texts, 1)
    ]
    profile = OrganisationProfile(name="Acme", jurisdictions=jurisdictions)
    document = Document("regulations/act.md", "markdown", passages, metadata=metadata)
    return extract(document, "regulations", ExtractionContext(profile=profile))


def act(*texts: str, **metadata: str) -> Regulation:
    (fact,) = read(*texts, **metadata).facts
    assert isinstance(fact, Regulation)
    return fact


def opened(tmp_path: Path, xml: str) -> Regulation:
    path = tmp_path / "act.xml"
    path.write_text(xml, encoding="utf-8")
    (fact,) = extract(open_document(path, "regulations/act.xml"), "regulations").facts
    assert isinstance(fact, Regulation)
    return fact


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Harbour Safety Regulations (Canada)",
            "They come into force on 1 November 2027.",
            ("CA", "new", "2027-11-01"),
        ),
        (
            "The Widget (Amendment) Regulations 2027 (UK)",
            "These Regulations come into force on 29 April 2027.",
            ("GB", "amendment", "2027-04-29"),
        ),
        (
            "California adopts rules on widgets",
            "They are effective January 1, 2028.",
            ("US", "new", "2028-01-01"),
        ),
        (
            "Loi n° 2027-100 relative aux services",
            "Elle entre en vigueur le 1er mars 2027.",
            ("FR", "new", "2027-03-01"),
        ),
        (
            "Ley 12/2027, de 3 de mayo, de servicios",
            "Entrará en vigor el 1 de julio de 2027.",
            ("ES", "new", "2027-07-01"),
        ),
        (
            "Gesetz über Dienste, BGBl. 2027 I Nr. 33",
            "Das Gesetz tritt am 1. Juli 2027 in Kraft.",
            ("DE", "new", "2027-07-01"),
        ),
        (
            "Bundesgesetz über Dienste, BGBl. I Nr. 33/2027",
            "Es tritt mit 1. Juli 2027 in Kraft.",
            ("AT", "new", "2027-07-01"),
        ),
        (
            "Verordnung über Dienste (SR 784.101)",
            "Sie tritt am 1. Juli 2027 in Kraft.",
            ("CH", "new", "2027-07-01"),
        ),
        (
            "DRAFT COMMISSION IMPLEMENTING REGULATION (EU) …/...",
            "It shall apply from 1 May 2027.",
            ("EU", "proposal", ""),
        ),
        (
            "The Commission published draft guidelines",
            "The EU consultation runs until 30 June 2027.",
            ("EU", "proposal", ""),
        ),
        (
            "Widget Act, as amended up to 2027",
            "Last amended 1 March 2027. Canada.",
            ("CA", "consolidated", ""),
        ),
        (
            "Widget Rules (Revocation) Order 2027, S.I. 2027/12",
            "It comes into force on 1 May 2027.",
            ("GB", "repeal", "2027-05-01"),
        ),
    ],
)
def test_acts_of_many_countries(title: str, text: str, expected: tuple[str, str, str]) -> None:
    """Where it binds, what it does, from when on; a draft and a law as it stands take effect on no day."""
    fact = act(f"# {title}", text)
    assert (fact.jurisdiction, fact.action, str(fact.effective_date or "")) == expected


def test_each_act_of_a_radar_is_one() -> None:
    """A monthly radar lists acts with dates of their own."""
    facts = read(
        "# Regulatory radar, January 2027",
        "## Regulation (EU) 2027/123 on payments",
        "Adopted on 14 December 2026 and published on 8 January 2027. It enters into force on 28 January "
        "2027 and applies from 17 January 2028.",
        "## Directive (EU) 2027/45 on repair",
        "Published on 11 January 2027. Member States must transpose it by 30 June 2029.",
        "## Proposal for a Regulation on translation",
        "The Commission published its proposal on 12 January 2027; feedback is open until 9 March 2027.",
    ).facts
    told = [
        (fact.reference, fact.action, str(fact.effective_date or ""), [str(day) for day in fact.applies_from])
        for fact in facts
        if isinstance(fact, Regulation)
    ]
    assert told == [
        ("Regulation (EU) 2027/123", "new", "2027-01-28", ["2028-01-17"]),
        ("Directive (EU) 2027/45", "new", "", ["2029-06-30"]),
        ("", "proposal", "", []),
    ]


def test_several_days_from_which_parts_apply() -> None:
    """Each of them is a deadline."""
    fact = act(
        "# Regulation (EU) 2027/9 on widgets",
        "It shall apply from 2 August 2028. However: Chapters I and II shall apply from 2 February 2028; "
        "Article 6(1) shall apply from 2 March 2029.",
    )
    assert [str(day) for day in fact.applies_from] == ["2028-02-02", "2028-08-02", "2029-03-02"]


def test_the_day_and_number_of_an_amended_act_are_not_its_own() -> None:
    """What is amended took effect long ago."""
    fact = act(
        "# Widget Equity Amendment Act of 2026",
        "This act amends the Widget Office Act, effective March 26, 1999 (D.C. Law 12-175).",
        "This act shall take effect following approval by the Mayor.",
    )
    assert (fact.reference, fact.jurisdiction, fact.effective_date) == ("", "US", None)


def test_where_an_act_binds_is_asked_if_nothing_tells_it() -> None:
    """A day without a country could be ours."""
    extraction = read("# Widget rules adopted", "They take effect on 1 May 2027.", jurisdictions=("DE",))
    (question,) = extraction.questions
    assert (extraction.facts, question.topic) == ((), "jurisdiction")
    (fact,) = question.candidates[0].facts
    assert isinstance(fact, Regulation)
    assert (fact.jurisdiction, fact.effective_date) == ("DE", dt.date(2027, 5, 1))


CANADIAN = """<?xml version="1.0"?>
<Regulation xmlns:lims="http://x" lims:inforce-start-date="2027-03-01"><Identification>
<InstrumentNumber>SOR/2027-12</InstrumentNumber>
<ShortTitle>Harbour Regulations</ShortTitle></Identification>
<Body><Section>
<Text>These Regulations come into force on November 1, 2027.</Text></Section></Body></Regulation>"""
GERMAN = """<?xml version="1.0"?><dokumente><norm>
<metadaten><jurabk>HafenG</jurabk>

<ausfertigung-datum>2009-08-14</ausfertigung-datum>
<fundstelle typ="amtlich"><periodikum>BGBl I</periodikum>
<zitstelle>2009, 2821</zitstelle></fundstelle><langue>Hafengesetz</langue></metadaten>
<textdaten><text>
<Content><P>Es gilt ab 1. Mai 2010.</P></Content></text></textdaten></norm></dokumente>"""
BRITISH = """<?xml version="1.0"?><Legislation xmlns="http://l"
xmlns:ukm="http://u" xmlns:dc="http://d">
<ukm:Metadata>
<dc:title>The Harbour Regulations 2027</dc:title><ukm:SecondaryMetadata>
<ukm:DocumentClassification><ukm:DocumentMainType Value="UnitedKingdomStatutoryInstrument"/>
<ukm:DocumentStatus Value="final"/></ukm:DocumentClassification>
<ukm:Year Value="2027"/><ukm:Number Value="12"/>
<ukm:Made Date="2027-02-01"/><ukm:ComingIntoForce><ukm:DateTime Date="2027-04-29"/></ukm:ComingIntoForce>
</ukm:SecondaryMetadata></ukm:Metadata>
<Body>
<P>These Regulations apply to harbours.</P></Body></Legislation>"""


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (CANADIAN, ("Harbour Regulations", "SOR/2027-12", "CA", "new", "2027-11-01")),
        (GERMAN, ("Hafengesetz", "BGBl. I 2009, 2821", "DE", "consolidated", "")),
        (BRITISH, ("The Harbour Regulations 2027", "S.I. 2027/12", "GB", "new", "2027-04-29")),
    ],
)
def test_the_xml_of_official_publishers(tmp_path: Path, xml: str, expected: tuple[str, ...]) -> None:
    """Title, number and dates stand in elements; an element called Body makes no web page of it."""
    fact = opened(tmp_path, xml)
    told = (fact.title, fact.reference, fact.jurisdiction, str(fact.action), str(fact.effective_date or ""))
    assert told == expected


def test_acts_of_a_list_bind_where_the_others_do() -> None:
    text = (
        "# Radar of acts\n\n## Regulation (EU) 2031/77 on the repair of bicycles\n\n"
        "It enters into force on 3 March 2031.\n\n## Directive (EU) 2031/78 on the lighting of bicycles\n\n"
        "Member States must transpose it by 30 June 2033.\n\n## Proposal for a Regulation on bells\n\n"
        "The Commission published its proposal on 12 January 2031.\n"
    )
    facts = extract(open_content(text.encode(), "radar.md"), "regulations").facts
    assert [getattr(fact, "jurisdiction", "") for fact in facts] == ["EU", "EU", "EU"]


@pytest.mark.parametrize(
    ("title", "topics"),
    [
        ("Regulation (EU) 2031/77 fixing the fishing opportunities in the North Sea", "agriculture and food"),
        ("Zweite Verordnung zur Änderung der Lebensmittelhygieneverordnung", "agriculture and food"),
        ("Gesetz zur Änderung der Straßenverkehrs-Ordnung", "transport"),
        ("The Road Vehicles Lighting (Amendment) Regulations 2031", "transport"),
    ],
)
def test_a_title_tells_topics_that_its_text_would_not(title: str, topics: str) -> None:
    """An act on fish is not one of which nothing tells what it is about."""
    text = "It applies from 1 January 2032. Operators of food, transport, food and transport are named."
    assert act(f"# {title}", text).topics == (topics,)


def test_a_federal_council_with_a_consultation_is_the_swiss_one() -> None:
    texts = (
        "Schweizerische Eidgenossenschaft Der Bundesrat",
        "# Vernehmlassung: Änderung der Verordnung über Register",
        "Bern, 4. März 2031 - Der Bundesrat hat die Vernehmlassung eröffnet.",
    )
    assert act(*texts).jurisdiction == "CH"


@pytest.mark.parametrize(
    ("title", "text", "days"),
    [
        (
            "Regulation (EU) 2031/90 amending Regulation (EU) 2030/15 as regards its date of application",
            "In Article 9 the date '1 March 2031' is replaced by '1 March 2033'.",
            (dt.date(2033, 3, 1),),
        ),
        (
            "Regulation (EU) 2031/90 amending Regulation (EU) 2030/15 on the registers of devices",
            "In Article 9 the date '1 March 2031' is replaced by '1 March 2033'.",
            None,  # one of many dates, perhaps
        ),
        (
            "Regulation (EU) 2031/90 amending Regulation (EU) 2030/15 as regards its date of application",
            "Article 9 named 1 March 2031 and 1 March 2033.",
            None,
        ),
    ],
)
def test_an_act_that_moves_the_day_of_another_speaks_of_that_one_too(
    title: str, text: str, days: tuple[dt.date, ...] | None
) -> None:
    found = {
        fact.reference: fact.applies_from
        for fact in read(f"# {title}", text).facts
        if isinstance(fact, Regulation)
    }
    assert found.get("Regulation (EU) 2030/15") == days


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (
            (
                "Bundesgesetzblatt Jahrgang 2031 Teil I Nr. 44, ausgegeben zu Bonn am 3. März 2031",
                "Gesetz zur Sicherheit der Messstellen",
                "§ 9 Dieses Gesetz tritt am 1. Juli 2031 in Kraft.",
            ),
            "Gesetz zur Sicherheit der Messstellen",
        ),
        (
            (
                "Federal Register / Vol. 96, No. 12 / Thursday, March 6, 2031 / Rules and Regulations",
                (
                    "DEPARTMENT OF REGISTERS\n45 CFR Part 77\nRIN 0945-ZZ99\nSafer Registers for Devices\n"
                    "AGENCY: Office for Registers.\nACTION: Final rule.\nDATES: Effective June 2, 2031."
                ),
            ),
            "Safer Registers for Devices",
        ),
    ],
)
def test_the_head_of_a_gazettes_page_is_no_title(texts: tuple[str, ...], title: str) -> None:
    assert act(*texts).title == title
