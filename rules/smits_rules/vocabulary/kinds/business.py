"""Input kinds about the organisation's goals and money."""

from __future__ import annotations

from smits_rules.vocabulary.kinds.input_kind import InputKind

BUDGETS = InputKind(
    name="budgets",
    title="Budgets",
    about="The budget, and each revision of it.",
    extractor="budgets:extract",
    stated=("budget", "budget-line"),
    words=(
        (r"budget\w*|haushalt\w*", 2),
        ("appropriations?|outlays?|expenditures?|(planned|actual) spending|ausgaben|dépenses", 2),
        (r"fiscal (year|yr)|fy ?\d\d+|financial year", 1),
        ("cost cent(re|er)s?|kostenstellen?|capex|opex", 2),
        ("account name|line item|bureau", 1),
    ),
    supports=("strategy-assessment/internal-factors", "tactical-plan/resources"),
    expected_days=190,
    asked_at_setup=True,
    on_ourselves=True,
)
GOALS = InputKind(
    name="goals",
    title="Goals",
    about="The goals of the business, each quarter.",
    extractor="goals_and_opportunities:extract_goals",
    stated=("goal",),
    words=(
        ("goals?|okrs?|key results?|(quartals|jahres)?ziele|objectifs|objetivos|obiettivi|doelen", 2),
        (r"quarter\w*|q[1-4]", 1),
        (
            r"objectives?|targets?|schlüsselergebnis\w*|résultats? clés?|resultados? clave|kernresultat\w*",
            0.5,
        ),
    ),
    supports=("strategy-plan/objectives",),
    expected_days=100,
    asked_at_setup=True,
)
OPPORTUNITIES = InputKind(
    name="opportunities",
    title="Opportunities",
    about="Calls, tenders, new markets.",
    extractor="goals_and_opportunities:extract_opportunities",
    stated=("opportunity",),
    words=(
        (r"business opportunit\w+", 4),
        (r"opportunit\w+", 2),
        ("business case|market potential|decide by|decision by|new market", 2),
        ("requests? for (proposals?|quotations?|tenders?|bids?)|rf[pq]s?|invitations? to (tender|bid)", 4),
        ("calls? for (proposals?|tenders?|bids?|applications?|projects?)", 4),
        (r"ausschreibung\w*|appels? (à|d.)\s?(offres|projets|propositions|candidatures)|avis de marché", 4),
        (r"licitaci\w+|convocatoria|bando|gara d.appalto|aanbesteding\w*", 4),
        ("open calls?|calls? (is|are) open|avvis[oi] pubblic[oi]|request for quotation", 3),
        ("aankondiging van een opdracht|marché public|anuncio de licitación|procedura aperta", 4),
        (
            r"vorschlag|vorschläge|idee zur|einspar\w+|savings?|économies|ahorros?|risparmi\w*|besparing\w*",
            1,
        ),
        (
            r"förder(ung|programm|aufruf|mittel)\w*|zuschuss|subventions?|subvenci\w+|subsidie\w*|contributi",
            2,
        ),
        (r"early adopter|pilot (programme|program|project)|special offer|partnership", 2),
        (r"tender(s|ers?|ing)?|bids?|bidders?|proposals?|grants?|solicit\w*|procurement|vergabe\w*", 1.5),
        ("closing (date|time)|deadlines?|submissions?|angebotsfrist|date limite|fecha límite|scadenza", 1),
    ),
    supports=("strategy-assessment/market-spaces",),
)
STRATEGY_PLANS = InputKind(
    name="strategy-plans",
    title="Strategy plans",
    about="The strategy plan in force.",
    extractor="goals_and_opportunities:extract_objectives",
    stated=("plan-objective",),
    words=(
        ("it strategy|strategy plan|strategic plan|strategic (objectives?|goals?|priorities)", 3),
        (r"\w*strategie|stratégie|estrategia|strategia|plan estratégico|piano (strategico|triennale)", 2.5),
        (r"schéma directeur|plan stratégique|axes? (stratégiques?|\d)|handlungsfeld\w*|meerjarenplan", 3),
        (r"plan de transformación|líneas estratégicas|strategic directions?|strategischer plan", 3),
        (r"strategische (ziele?|doelen)|objetivos estratégicos|obiettivi strategici|informatiestrategie", 3),
        (
            r"digital strategy|data strategy|cloud strategy|it[- ]strategie|onze ambities|unsere ambitionen",
            2.5,
        ),
        ("mission|vision", 1.5),
        ("initiatives?|objectives?", 0.7),
    ),
)
