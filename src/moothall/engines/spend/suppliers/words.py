"""Words of organisations' names: what they are called in law, what is set aside, what is short for what."""

# As written -> one word for the legal form. Of one form, no two companies on the register have the same name.
FORMS = {
    "limited": "limited",
    "ltd": "limited",
    "limted": "limited",
    "limitd": "limited",
    "limtied": "limited",
    "limied": "limited",
    "lmited": "limited",
    "plc": "plc",
    "public limited company": "plc",
    "llp": "llp",
    "limited liability partnership": "llp",
    "lp": "lp",
    "limited partnership": "lp",
    "cic": "cic",
    "community interest company": "cic",
    "cio": "cio",
    "charitable incorporated organisation": "cio",
    "inc": "inc",
    "incorporated": "inc",
    "llc": "llc",
    "gmbh": "gmbh",
    "bv": "bv",
    "sarl": "sarl",
    "unlimited": "unlimited",
    "co": "",  # 'and Co' and 'Company' are set aside but say nothing: 'Smith & Co Ltd'
    "company": "",
    "coy": "",
}
CUT_FORMS = ("lt", "lim", "limi", "limit", "limite")  # cut off at a width
CUT_FROM = 25  # characters from which a name may have been cut off by the ledger
# Forms that end the legal name wherever they stand: 'Holly Ltd (Sale)', 'Holly Ltd - Account 2'
ENDING = ("limited", "ltd", "plc", "llp", "cic", "cio")

COUNTRIES = {
    "uk": "uk",
    "gb": "uk",
    "united kingdom": "uk",
    "great britain": "uk",
    "england": "england",
    "scotland": "scotland",
    "wales": "wales",
    "ireland": "ireland",
    "ni": "northern ireland",
    "northern ireland": "northern ireland",
    "europe": "europe",
    "emea": "europe",
    "international": "international",
}
OWNERS = {"holdings": "holdings", "holding": "holdings", "group": "group", "grp": "group"}  # in brackets only

TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "prof", "professor", "rev", "revd", "sir", "dame"})

SHORT = {  # only what can be short for one thing
    "accom": "accommodation",
    "acad": "academy",
    "agcy": "agency",
    "assoc": "association",
    "assocs": "associates",
    "assn": "association",
    "auth": "authority",
    "boro": "borough",
    "bros": "brothers",
    "bldg": "building",
    "bldgs": "buildings",
    "centr": "centre",
    "ctr": "centre",
    "cncl": "council",
    "comm": "community",
    "commty": "community",
    "constr": "construction",
    "consult": "consulting",
    "contr": "contractors",
    "dept": "department",
    "devt": "development",
    "educ": "education",
    "elec": "electrical",
    "eng": "engineering",
    "engrs": "engineers",
    "equip": "equipment",
    "fdn": "foundation",
    "govt": "government",
    "grp": "group",
    "hosp": "hospital",
    "hse": "house",
    "infrastr": "infrastructure",
    "ins": "insurance",
    "inst": "institute",
    "int": "international",
    "internat": "international",
    "intl": "international",
    "mfg": "manufacturing",
    "mgmt": "management",
    "mgt": "management",
    "natl": "national",
    "nat": "national",
    "org": "organisation",
    "organization": "organisation",
    "prop": "property",
    "props": "properties",
    "rd": "road",
    "recruit": "recruitment",
    "resi": "residential",
    "sch": "school",
    "sec": "security",
    "serv": "services",
    "servs": "services",
    "soc": "society",
    "soln": "solution",
    "solns": "solutions",
    "svc": "services",
    "svcs": "services",
    "srvs": "services",
    "sys": "systems",
    "tech": "technology",
    "technol": "technology",
    "trans": "transport",
    "uni": "university",
    "univ": "university",
}

# Words that many names share: in a short ledger they would look rare. Share of names that has one, about.
COMMON_SHARE = 0.02
_COMMON = """
academy access accountants active advice advisory after agency air and annes anns architects art arts
associates association authority bank behaviour borough british brothers builders building business by
care catholic central centre centres charity child childcare childminding children childrens christian
church city class cleaning clinic club co college commercial communications community company computer
construction consultancy consultants consulting contractors contracts control council counselling county
court creative dance data day design development developments digital direct district doors drainage early
east education educational electrical electronics employment energy engineering engineers enterprise
enterprises environmental equipment estates events express family federation financial fire fitness food
foods for foster fostering foundation fund furniture garage garden gardens gas general georges great green
group hall health healthcare heating high hill hire home homecare homes hospital hotel house housing human
improvement in independent infant infrastructure initiatives installations institute insurance interiors
international investments james johns joinery josephs junior kids landscapes landscaping lane law learning
legal leisure letting lettings library life lifts limited living lodge logistics london ltd maintenance
management manor marketing marks marys media medical metropolitan mobile motors music national network new
nhs north northern nurseries nursery nursing of office old one online opticians paper park partners
partnership patricks pauls people peters pharmacy plant plumbing pre preschool press primary printing
private products professional project projects properties property psychology public publishing
recruitment recycling rehabilitation rentals repairs research residential resources rest retail retirement
road roofing royal safety scaffolding school schools science secondary security service services signs
skills smart social society software solicitors solutions south southern special specialist sports st
storage stores street studio studios supplies supply support supported surgery surveyors systems taxi
taxis teaching team technical technologies technology the theatre therapy thomas to trade trading training
transport travel tree trees trust tuition uk union united university utilities valley vehicle ventures
view village voluntary volunteer waste water welfare west western windows wood work works workshop world
young youth
"""
COMMON = frozenset(_COMMON.split())
