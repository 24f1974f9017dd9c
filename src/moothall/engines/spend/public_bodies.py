"""Names of bodies that are paid by law or by agreement between public bodies, not chosen among sellers."""

# for a name in lower case; DuckDB and Python both read it
PUBLIC_BODY = (
    r"\b(hmrc|h ?m revenue|revenue (&|and) customs|inland revenue|department (for|of)|dwp|hm (treasury|courts?)|"
    r"(county|borough|district|city|metropolitan|parish|town) council|council of|mbc|combined authority|"
    r"(london|royal) borough of|police|fire (&|and) rescue|fire authority|nhs|integrated care board|icb|ccg|"
    r"clinical commissioning|commissioning board|pension fund|teachers'? pensions?|land registry|"
    r"environment agency|ofsted|dvla|driver (&|and) vehicle|valuation office|magistrates'? courts?|hmcts|"
    r"public works loan|uk debt management|electoral commission|information commissioner|"
    r"(primary|infants?|junior|nursery|high|secondary|grammar|community|special) (school|academy)|"
    r"academy trust|learning trust|diocese)\b"
)
