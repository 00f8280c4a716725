"""Acts of many countries: where they bind, whether they are adopted, and from when on which part applies."""

from __future__ import annotations

import datetime as dt

import pytest
from watch_facts_files import facts

from smits_rules.vocabulary import Regulation
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import extract

AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
<act name="/akn/concept/regelungstext-{sort}"><meta><identification><FRBRWork>
<FRBRdate date="1900-01-01" name="inkrafttreten"/>
<FRBRdate date="2027-03-15" name="verkuendungsdatum"/><FRBRcountry value="de"/><FRBRnumber value="s41"/>
</FRBRWork></identification></meta>
<preface><p><docTitle>Gesetz zur Änderung des Ablagegesetzes</docTitle></p></preface>
<body><section><num>Artikel 1</num><content><p>Das Gesetz wird geändert.</p></content></section></body></act>
</akomaNtoso>"""


def act(name: str, text: str) -> Regulation:
    (fact,) = facts(Regulation, f"regulations/{name}", text)
    return fact


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            (
                "---\ntitle: Ley N.º 32213\ncountry: pe\n---\n# Ley N.º 32213\n\nEl Congreso ha dado "
                "la ley siguiente."
            ),
            "PE",
        ),
        ("# Entwurf eines Gesetzes\n\nDie Wirtschaft Deutschlands ist darauf angewiesen.", "DE"),
        (
            (
                "# Verordnung der Bundesministerin für Klimaschutz der Republik Österreich über Zähler\n\n"
                "Diese Verordnung tritt am 1. Juni 2027 in Kraft."
            ),
            "AT",
        ),
        (
            "# Verordnung des Bundesministeriums für Arbeit über Zähler\n\nGilt ab 1. Juni 2027.",
            "DE",
        ),
        ("# Data Act\n\nENACTED by the Parliament and the President of Zimbabwe.", "ZW"),
        (
            (
                "# Regulations on Records\n\nMade under the Act Governing Investment in Taiwan by "
                "Overseas Chinese."
            ),
            "TW",
        ),
        ("# Records Act\n\nA fact that shows a state of mind is relevant.", ""),
        ("# 記録保存法\n\n令和7年7月1日に施行する。", "JP"),
        ("# Law on Archives\n\nThe Government of Kenya publishes this law. Uganda is not concerned.", ""),
    ],
)
def test_where_an_act_of_any_country_binds(text: str, place: str) -> None:
    """By what the file states, its words, or the one country that it names; two in doubt are none."""
    assert act("act.md", text).jurisdiction == place


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (
            (
                "27.12.2026\n\nOfficial Journal of the European Union\n\nREGULATION (EU) 2026/2554 "
                "OF THE COUNCIL\n\n"
                "Having regard to the proposal from the Commission, after transmission of the draft "
                "act, the Council has "
                "adopted this Regulation."
            ),
            "new",
        ),
        (
            (
                "An act to add Chapter 6 to the Business Code, relating to bots.\n\nApproved by "
                "Governor September 28, "
                "2026. The bill would require a notice."
            ),
            "new",
        ),
        (
            "Health Records Act, S.O. 2004, c. 3\n\n"
            + "\n\n".join(f"{n} A record is kept. 2016, c. 6, Sched. 1, s. {n}" for n in range(1, 7)),
            "consolidated",
        ),
        (
            "A bill to keep records\n\nIntroduced in the Senate. It would require that records are kept.",
            "proposal",
        ),
    ],
)
def test_whether_an_act_is_adopted_stands_in_its_first_lines(text: str, action: str) -> None:
    assert act("act.txt", text).action == action


def test_a_part_of_an_act_may_have_another_day() -> None:
    """The day of one article is not the one of the act."""
    fact = act(
        "act.md",
        "---\npublication_date: 2027-01-24\n---\n# Gesetz über Ablagen\n\nDieses Gesetz tritt am "
        "1. März 2027 in Kraft.\n\n"
        "Artikel 9 tritt mit Wirkung vom 1. Januar 2020 in Kraft.\n\nThe Commission shall report "
        "by 1 May 2029.",
    )
    assert fact.published == dt.date(2027, 1, 24)
    assert (fact.effective_date, fact.applies_from) == (dt.date(2027, 3, 1), (dt.date(2020, 1, 1),))


def test_an_article_that_speaks_of_the_whole_act() -> None:
    fact = act(
        "act.txt",
        "Measures on Records\n\nArticle 24 These Measures shall come into force on August 15, 2027.",
    )
    assert fact.effective_date == dt.date(2027, 8, 15)


def test_a_law_that_cites_many_acts_is_no_list_of_them() -> None:
    articles = "".join(
        f"\n\n## Article {n}\n\n## Amendments to Regulation (EU) No 1{n}/2013\n\nOn 1 March 2028 "
        f"it is amended."
        for n in range(1, 6)
    )
    fact = act("act.md", f"# REGULATION (EU) 2026/2554 OF THE COUNCIL on records{articles}")
    assert fact.reference == "REGULATION (EU) 2026/2554"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (("To protect those who keep records; and to provide for a Commission.\n\nThis Act may be "
         "cited as the Records Act."),
         "Records Act"),
        (("[ Text >>](a) [ Votes >>](b) [ History >>](c) [ Status >>](d)\n\nAn order on the "
         "keeping of records"),
         "An order on the keeping of records"),
    ],
)  # fmt: skip
def test_the_title_of_an_act(text: str, title: str) -> None:
    assert act("act.md", text).title == title


# The XML has no declaration and a `<body>`, as many acts do: it is no web page.
@pytest.mark.parametrize(("sort", "action"), [("verkuendung", "amendment"), ("entwurf", "proposal")])
def test_akoma_ntoso_tells_drafts_from_what_was_promulgated(sort: str, action: str) -> None:
    """And 1 January 1900 is no date, but that there is none."""
    fact = act("act.xml", AKN.format(sort=sort))
    assert (fact.jurisdiction, fact.action, fact.published) == ("DE", action, dt.date(2027, 3, 15))


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (
            (
                "<Bill><Identification><BillNumber>C-27</BillNumber><ShortTitle>Records "
                "Act</ShortTitle><BillHistory><Stages>"
                "<Date><YYYY>2026</YYYY><MM>6</MM><DD>16</DD></Date></Stages></BillHistory></Identification></Bill>"
            ),
            ("CA", "proposal", "Bill C-27", None),
        ),
        (
            (
                '<a:act xmlns:a="http://www.gov.bc.ca/2013/legislation/act"><a:title>Records Act</a:title>'
                "<a:chapter>63</a:chapter><a:yearenacted>2003</a:yearenacted><a:p>This Act comes "
                "into force on January 1, "
                "2004.</a:p></a:act>"
            ),
            ("CA", "consolidated", "S.B.C. 2003, c. 63", None),
        ),
        (
            (
                '<document><num type="law">15-266</num>'
                '<heading type="short">Records Amendment Act of 2026</heading><meta>'
                "<effective>2027-04-05</effective></meta></document>"
            ),
            ("US", "amendment", "D.C. Law 15-266", dt.date(2027, 4, 5)),
        ),
    ],
)
def test_other_forms_of_xml(xml: str, expected: tuple[str, str, str, dt.date | None]) -> None:
    fact = act("act.xml", xml)
    assert (fact.jurisdiction, fact.action, fact.reference, fact.effective_date) == expected


@pytest.mark.parametrize(
    ("text", "place", "effective"),
    [
        ("LEI Nº 15.100\n\nCongresso:\n\nArt. 10. Esta Lei entra em vigor em 1 de julho de 2027.", "BR", 7),
        ("USTAWA (Dz.U. 2027 poz. 123)\n\nArt. 90. Ustawa wchodzi w życie z dniem 1 lipca 2027 r.", "PL", 7),
        (("# Datenschutzgesetz\n\nDer Bundesrat der Schweiz hat beschlossen, dass es (SR 235.11) "
         "am 1. September 2027 in "
         "Kraft tritt."), "CH", 9),
        (("Records Act 2027\n\nNo. 12, 2027\n\nThe Parliament of Australia enacts:\n\nThis Act "
         "commences on 1 August 2027."),
         "AU", 8),
    ],
)  # fmt: skip
def test_when_acts_of_other_countries_enter_into_force(text: str, place: str, effective: int) -> None:
    fact = act("act.md", text)
    assert (fact.jurisdiction, fact.effective_date) == (place, dt.date(2027, effective, 1))


def test_a_rule_that_delays_another_has_the_new_day() -> None:
    """The other is cited by its number, and the day from which on it is delayed is no day of effect."""
    fact = act(
        "rule.txt",
        "40 CFR Part 63\n\nAir Rules; Delay of Effective Date\n\nACTION: Final rule; delay of "
        "effective date.\n\nDATES: As of "
        "February 1, 2027, the effective date of the final rule published at 91 FR 1234 (January "
        "8, 2027) is delayed until "
        "May 1, 2027.",
    )
    assert (fact.action, fact.effective_date) == ("amendment", dt.date(2027, 5, 1))


def test_a_page_of_a_journal_begins_below_its_navigation() -> None:
    links = "\n".join(f"<ul><li>recital {number}</li></ul>" for number in range(12))
    fact = act(
        "act.html",
        f"<html><body>{links}<p>27.12.2026</p><p>Official Journal of the European "
        f"Union</p><p>DIRECTIVE (EU) 2026/2555 OF "
        "THE COUNCIL of 14 December 2026 on records</p></body></html>",
    )
    assert (fact.reference, fact.published) == ("DIRECTIVE (EU) 2026/2555", dt.date(2026, 12, 27))


def test_effective_is_a_word_of_dates_only_beside_one() -> None:
    fact = act(
        "act.md",
        "# Records Act (California)\n\nSafe, effective and swift keeping of records is wanted by 2030.",
    )
    assert fact.effective_date is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# Webinar: the AI Act for beginners\n\nJoin us on 3 March 2027 and learn about the AI Act.", 0),
        ("# Einladung zum Seminar NIS2\n\nWir laden Sie am 3. März 2027 nach Köln ein.", 0),
        ("# Regulation (EU) 2027/11 on training data\n\nIt applies from 12 March 2028.", 1),
    ],
)
def test_an_invitation_is_no_act(text: str, count: int) -> None:
    """It speaks of an act that everybody knows, and would be raised as a new one."""
    assert len(facts(Regulation, "regulations/mail.md", text)) == count


def test_a_consolidated_text_of_another_country_is_not_new() -> None:
    """The journal's own number counts; the day on which a cited article came into force does not."""
    fact = act(
        "act.md",
        "# Dziennik Ustaw - rok 2027 poz. 913\n\nw sprawie ogłoszenia jednolitego tekstu ustawy o "
        "archiwach\n\n"
        "Tekst nie obejmuje art. 57 ustawy (Dz. U. z 2022 r. poz. 1863), który stanowi: Ustawa wchodzi w "
        "życie "
        "z dniem 1 stycznia 2026 r.",
    )
    assert (fact.jurisdiction, fact.action, fact.effective_date) == ("PL", "consolidated", None)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (
            "El 8 de septiembre de 2026 se publicó en el Boletín Oficial del Estado el Real Decreto 12/2026.",
            8,
        ),
        (
            "La loi n° 2026-12 est parue au Journal officiel de la République française le 9 septembre 2026.",
            9,
        ),
    ],
)
def test_when_an_act_was_published_in_other_languages(text: str, published: int) -> None:
    """Verbs of publication before and behind the day."""
    assert act("act.md", f"# Ley de archivos\n\n{text}").published == dt.date(2026, 9, published)


def test_a_cited_act_and_those_concerned_tell_neither_day_nor_place() -> None:
    """The day in the number of a cited act; companies of the Union that a Swiss act concerns."""
    french = act(
        "act.md",
        "# Décret n° 2026-1478 relatif aux archives\n\nConformément à l'ordonnance n° 2024-697 du 26 "
        "juin 2024 relative aux archives, le décret entre en vigueur de manière progressive.",
    )
    assert french.effective_date is None
    swiss = act(
        "act.md",
        "# New Archive Act in Switzerland: implications for EU companies\n\nOn 1 September 2027, a new "
        "Archive Act will enter into force in Switzerland. What does it mean for EU companies and the GDPR?",
    )
    assert (swiss.jurisdiction, swiss.effective_date) == ("CH", dt.date(2027, 9, 1))


@pytest.mark.parametrize(
    ("text", "action", "effective"),
    [
        ("The Cyber Resilience Bill received Royal Assent on 3 June 2027", "new", None),
        ("The UK government has repealed the Paper Records Act 2003", "repeal", None),
        ("Bundesrat verschiebt Inkrafttreten der Verordnung auf 1. Januar 2029", "amendment", "2029-01-01"),
        ("Swiss Federal Council brings the Records Act into force on 1 September 2027", "new", "2027-09-01"),
        (
            "Se publica la Ley 5/2027 de archivos, que entra en vigor el 1 de julio de 2027",
            "new",
            "2027-07-01",
        ),
        ("Commission proposes new rules on digital archives", "proposal", None),
        ("Singapore proposes new law for archives", "proposal", None),
        ("Bundesrat eröffnet Vernehmlassung zum Archivgesetz", "proposal", None),
        ("Regeringen föreslår ändringar i arkivlagen", "proposal", None),
        ("Regulator publishes final rules on archives", "new", None),
        ("Texas governor signs archive bill into law", "new", None),
        ("EU repeals Regulation on paper archives", "repeal", None),
        ("Änderung der Archivverordnung tritt am 1. Juli 2027 in Kraft", "amendment", "2027-07-01"),
        ("Bundesrat ändert Verordnung über Archive", "amendment", None),
        ("Eerste Kamer stemt in met Archiefwet", "new", None),
        ("Directive (EU) 2026/1203 must be transposed by 30 June 2027", "new", None),
        ("Japan's new archive law to start on 1 July 2027", "new", "2027-07-01"),
        ("La facturation électronique devient obligatoire le 1er septembre 2027", "new", "2027-09-01"),
        ("Ny arkivlov trer ikraft 1. oktober 2027", "new", "2027-10-01"),
        ("Commission tables Digital Archive Act", "proposal", None),
        ("Parliament passes Archive Rights Bill", "new", None),
        ("EPA rescinds archive rule", "repeal", None),
        ("Ændring af arkivloven træder i kraft 1. januar 2027", "amendment", "2027-01-01"),
        ("HMRC: digital VAT records become mandatory on 1 January 2027", "new", "2027-01-01"),
    ],
)
def test_news_of_an_act_say_what_becomes_of_it(text: str, action: str, effective: str | None) -> None:
    """A headline is all that many people drop."""
    (act,) = extract(Document("regulations/a.md", "markdown", [Passage(text, "line 1")]), "regulations").facts
    assert isinstance(act, Regulation)
    assert act.action == action
    assert str(act.effective_date or "") == (effective or "")


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Colorado AI Act takes effect on June 30, 2027", "US"),
        ("FCC adopts final rule on archives", "US"),
        ("Bundesrat eröffnet Vernehmlassung zum Archivgesetz", "CH"),
        ("Bundesrat stimmt Archivgesetz zu", "DE"),
        ("Het Europees Parlement keurt de archiefverordening goed", "EU"),
        ("Ustawa o archiwach wchodzi w życie 1 lutego 2027 r.", "PL"),
    ],
)
def test_an_institution_or_a_state_before_the_name_tells_where_an_act_binds(title: str, place: str) -> None:
    assert act("act.md", f"# {title}\n").jurisdiction == place


def test_the_parliament_that_passes_an_act_tells_its_place_whatever_act_of_the_union_it_carries_out() -> None:
    text = "Stortinget har vedtatt ny arkivlov. Loven gjennomfører EUs arkivforordning (EU-forordning)."
    assert act("act.md", f"# Ny arkivlov er vedtatt\n\n{text}").jurisdiction == "NO"


def test_an_act_that_changes_a_consolidated_one_is_an_amendment() -> None:
    law = act(
        "act.md",
        "BGBl. I Nr. 102/2031\n\n# Bundesgesetz, mit dem das Archivgesetz geändert wird\n\n"
        "Der Nationalrat hat beschlossen:\n\nDas Archivgesetz, zuletzt geändert durch das Bundesgesetz "
        "BGBl. I Nr. 50/2030, wird wie folgt geändert:",
    )
    assert (law.jurisdiction, law.action, law.reference) == ("AT", "amendment", "BGBl. I Nr. 102/2031")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "# Vietnam passes archive law\n\nIt follows those of Singapore and Malaysia.",
            "VN",
        ),
        ("# LPA n°2031-703 du 1er août 2031\n\nLa loi de programmation des archives est publiée.", "FR"),
    ],
)
def test_the_country_of_the_title_comes_before_those_compared_with_it(text: str, place: str) -> None:
    assert act("act.md", text).jurisdiction == place


def test_each_act_of_a_list_of_cited_ones_is_cited() -> None:
    law = act(
        "act.md",
        "# Archive Act in Albania\n\nThe Act takes over much, incorporating Regulation (EU) 2029/679 (the "
        "Archive Regulation) and Directive (EU) 2029/680.",
    )
    assert law.reference == ""
