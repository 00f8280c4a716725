"""Input kinds about the services and what others think of them."""

from __future__ import annotations

from smits_rules.vocabulary.kinds.input_kind import InputKind

SERVICE_PORTFOLIO = InputKind(
    name="service-portfolio",
    title="Service portfolio",
    about="Your services, with the products they run on.",
    extractor="service_portfolio:extract",
    stated=("service",),
    words=(
        (r"service (portfolio|catalog\w*)", 4),
        ("service (owner|name|id|type|fee|scope|description)", 2),
        ("criticality|business critical", 2),
        ("lifecycle|pipeline|retired", 1),
        ("services?", 0.3),
    ),
    supports=("strategy-assessment/internal-factors",),
    on_ourselves=True,
)
SERVICE_REPORTS = InputKind(
    name="service-reports",
    title="Service reports",
    about="Service levels: targets and actual values.",
    extractor="service_reports:extract",
    stated=("service-level",),
    words=(
        ("service levels?|slas?|service standards?", 3),
        (r"availability|uptime|\w*verfügbarkeit|disponibilit(é|à)|disponibilidad|beschikbaarheid", 2),
        (
            r"service report|service ?bericht\w*|rapport de service|informe de servicio|rapporto di servizio",
            3,
        ),
        (r"rapporto mensile|rapport mensuel|informe mensual|störungsbericht|sla (summary|report)", 2),
        (r"servicerapportage\w*|service review|monatsbericht", 2),
        (r"standard (met|target|id|type|name)|volume meeting\w*|total volume", 2),
        ("incidents?|mttr|response time", 1),
        (r"targets?|actual|breach\w*|performance", 0.7),
    ),
    supports=("strategy-assessment/internal-factors", "strategy-review/measures"),
    expected_days=100,
    asked_at_setup=True,
    on_ourselves=True,
)
AUDIT_REPORTS = InputKind(
    name="audit-reports",
    title="Audit reports",
    about="Findings and their status.",
    extractor="audit_reports:extract",
    stated=("audit-finding", "audit-report"),
    words=(
        ("audit(ed|ors?|s)? (report|findings?|opinion|group)|revision(sbericht)?", 3),
        ("security (review|audit|analysis|assessment)|penetration test|internal audit|audit report", 3),
        (r"rapport d.audit|audit interne|informe de auditoría|auditoría|rapporto di audit|auditrapport", 3),
        (
            r"pentest\w*|penetrationstest|schwachstellen|relazione di audit|no[n]? conformi(tà|dad\w*)",
            2.5,
        ),
        (r"revisionsbericht|prüfbericht|prüfungsbericht|innenrevision|interne revision", 3),
        ("findings?|feststellungen|constats|hallazgos|rilievi|bevindingen|non-?conformit(y|ies)", 1.5),
        (r"\[[chmli]-\d+\]", 3),
        (r"audit\w*|recommendations?|remediat\w+", 1),
        ("severity|impact|likelihood", 0.7),
    ),
    supports=("strategy-assessment/internal-factors",),
    on_ourselves=True,
)
CUSTOMER_FEEDBACK = InputKind(
    name="customer-feedback",
    title="Customer feedback",
    about="Surveys and scores.",
    extractor="customer_feedback:extract",
    stated=("feedback",),
    words=(
        ("nps|net promoter|csat", 4),
        ("promoters?|detractors?|passives?", 3),
        (r"satisf\w+|\w*zufriedenheit|soddisf\w+|\w*tevredenheid\w*", 2),
        (
            r"\w*befragung\w*|enquête|encuesta\w*|indagine|sondaggio|\w*tevredenheidsonderzoek|rapportcijfer",
            2.5,
        ),
        ("surveys?|respondents?|responses?|questionnaires?|umfrage", 2),
        (r"feedback|recommend\w*", 0.7),
        ("customers?|ratings?", 0.3),
    ),
    supports=("strategy-assessment/market-spaces", "strategy-review/measures"),
    expected_days=190,
    asked_at_setup=True,
    on_ourselves=True,
)
