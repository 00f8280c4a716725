"""Input kinds from outside: regulators, vendors, companies and markets."""

from __future__ import annotations

from smits_rules.vocabulary.kinds.input_kind import InputKind

REGULATIONS = InputKind(
    name="regulations",
    title="Regulations",
    about="Laws, rules and drafts that apply to you, or will.",
    extractor="regulations:extract",
    stated=("regulation",),
    words=(
        (r"(regulation|directive) \(eu\)|celex", 4),
        ("(shall )?(apply|enters?|enter) (from|into force)", 3),
        ("federal register|cfr|official journal|amtsblatt|journal officiel", 3),
        ("final rule|proposed rule|rulemaking", 3),
        (r"article \d+|whereas|hereby|pursuant to", 1),
        (r"regulations?|statut\w+|directives?|verordnung|richtlinie|gesetz|règlement", 1),
    ),
    supports=("strategy-assessment/external-factors",),
    asked_at_setup=True,
)
VENDOR_NOTICES = InputKind(
    name="vendor-notices",
    title="Vendor notices",
    about="End of support, prices, licences, security advisories.",
    extractor="vendor_notices:extract",
    stated=("vendor-notice",),
    words=(
        ("end[- ]of[- ](life|support|sale|maintenance)|eol|eos", 3),
        (r"no longer (be )?(supported|available|started|offered)|discontinu\w+|sunset\w*", 3),
        (r"deprecat\w+|takes? effect|announced:?", 1.5),
        ("(price|pricing) (increases?|changes?|adjustments?|list|history)|new prices?", 3),
        (r"cvss|cve-\d{4}|csaf\w*", 3),
        (r"security advisory|vulnerabilit\w+|patch(es)?", 1),
        (r"vendors?|customers?|migrat\w+|upgrades?|releases?", 0.5),
        ("dear (valued )?customers?", 2),
    ),
    supports=("strategy-assessment/external-factors", "tactical-plan/initiatives"),
    asked_at_setup=True,
)
VENDOR_STRATEGIES = InputKind(
    name="vendor-strategies",
    title="Vendor strategies",
    about="Roadmaps and announcements of your vendors.",
    extractor="vendor_notices:extract_strategies",
    stated=("vendor-notice",),
    words=(
        ("(product|vendor|platform) (strategy|roadmap)", 3),
        ("roadmap|our vision|strategic direction", 1.5),
    ),
    supports=("strategy-assessment/external-factors",),
)
MERGERS_ACQUISITIONS = InputKind(
    name="mergers-acquisitions",
    title="Mergers and acquisitions",
    about="Deals of your own organisation, your vendors, customers and competitors.",
    extractor="mergers_acquisitions:extract",
    stated=("corporate-event",),
    words=(
        (r"mergers?|merge[ds]?|merging|fusion\w*", 3),
        (r"acquisitions?|acquir\w+|takeovers?|\w*übernahme\w*|übernimmt|übernehmen|zusammenschluss", 2.5),
        (r"rachats?|rachète|acquiert|acquérir|cession|cède|coentreprise|adquisici\w+|adquiere|fusión", 2.5),
        (r"acquisisce|acquisizione|\w*overname\w*|overnemen|aquisição|förvärv\w*", 2.5),
        ("buys?|bought|sells?|sold|sale of|kauft|kauf|verkauft|verkauf|vende|venta|compra|vente|verkocht", 1),
        (r"tender offer|divest\w+|spin-?off|joint venture", 3),
        ("definitive agreement|letter of intent", 2),
        (
            "shares?|stakes?|stocks?|shareholders?|corp|inc|subsidiar(y|ies)|tochter|anteile?|filiale?|aandelen",
            0.7,
        ),
    ),
    supports=("strategy-assessment/external-factors",),
)
ENVIRONMENT = InputKind(
    name="environment",
    title="Environment",
    about="Exchange rates, inflation, prices and other time series.",
    extractor="environment:extract",
    stated=("indicator",),
    words=(
        ("exchange rates?|inflation|interest rates?|unemployment|gdp|cpi|consumer prices?|key rate", 3),
        (r"inflationsrate|leitzins\w*|verbraucherpreis\w*|wechselkurse?|arbeitslosenquote", 3),
        ("taux directeur|chômage|tipo de interés", 3),
        ("(usd|eur|gbp|jpy|chf|cad)/(usd|eur|gbp|jpy|chf|cad)|fx", 3),
        ("indicators?|index|currenc(y|ies)", 1),
    ),
    supports=("strategy-assessment/external-factors",),
)
